import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Finder } from "./finder";

type Props = { chosen: number | undefined; onChoose: (id: number | undefined) => void };
const NEAR = 12; // suggestions at once

const people = async (q: string) => {
  const page = await must(api.GET("/api/v1/people", { params: { query: { q, limit: NEAR } } }));
  return page.items.map((one) => ({ id: one.id, name: one.name, detail: one.email }));
};
const personName = async (id: number) =>
  (await must(api.GET("/api/v1/people/{person_id}", { params: { path: { person_id: id } } }))).name;

/** One person among all, by how the name or the address begins. Nobody is shown unsought: whose data was
 * looked at is kept, and they are told. */
export function PersonFinder(props: Props) {
  const { t } = useTranslation("admin");
  return (
    <Finder
      label={t("filter.person")}
      kind="person"
      find={people}
      name={personName}
      hint={t("people.none_hint")}
      {...props}
    />
  );
}

const projects = async (q: string) => {
  const page = await must(
    api.GET("/api/v1/oversight/projects", { params: { query: { q, limit: NEAR } } }),
  );
  return page.items.map((one) => ({ id: one.id, name: one.name, detail: one.organisation }));
};
const projectName = async (id: number) => {
  // The list comes the newest first: what lies before the next id is this project.
  const page = await must(
    api.GET("/api/v1/oversight/projects", { params: { query: { after: id + 1, limit: 1 } } }),
  );
  return page.items[0]?.id === id ? page.items[0].name : `#${id}`;
};

/** One project among all, by a part of its name. */
export function ProjectFinder(props: Props) {
  const { t } = useTranslation("admin");
  return (
    <Finder
      label={t("filter.project")}
      kind="project"
      find={projects}
      name={projectName}
      {...props}
    />
  );
}

/** One project of an organisation that one keeps the books of. */
export function HouseProjectFinder({ house, ...props }: Props & { house: number }) {
  const { t } = useTranslation("admin");
  return (
    <Finder
      label={t("filter.project")}
      kind={`project-of-${house}`}
      find={async (q) => {
        const page = await must(
          api.GET("/api/v1/projects", { params: { query: { q, limit: NEAR * 4 } } }),
        );
        return page.items
          .filter((one) => one.organisation_id === house)
          .map((one) => ({ id: one.id, name: one.name }));
      }}
      name={async (id) =>
        (
          await must(
            api.GET("/api/v1/projects/{project_id}", { params: { path: { project_id: id } } }),
          )
        ).name
      }
      {...props}
    />
  );
}
