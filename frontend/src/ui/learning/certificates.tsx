import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { certificatesQuery } from "~/api/learn";
import { Fault, Skeleton } from "../fault";
import { Icon } from "../icons";
import { More, rowsOf } from "../page";
import { CertificateCard } from "./certificate-card";

const FEW = 3;

/** One's certificates; with `few` the newest, and the way to the others. */
export function Certificates({ few = false }: { few?: boolean }) {
  const { t } = useTranslation("learn");
  const list = useInfiniteQuery(certificatesQuery);
  const all = rowsOf(list);
  const rows = few ? all.slice(0, FEW) : all;
  return (
    <section className="sec" id="certificates">
      <div className="head">
        <h2 className="title">{t("cert.title")}</h2>
        {few && all.length > FEW && (
          <Link to="/account" hash="certificates" className="label t3 nowrap row g4 touch">
            {t("cert.all")}
            <Icon of={ChevronRight} size={16} />
          </Link>
        )}
      </div>
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={2} />}
      {list.isSuccess && rows.length === 0 && <p className="t3">{t("cert.none")}</p>}
      <ul className="certs">
        {rows.map((one) => (
          <li key={one.id}>
            <CertificateCard certificate={one} />
          </li>
        ))}
      </ul>
      {!few && <More list={list} />}
    </section>
  );
}
