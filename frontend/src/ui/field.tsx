import { Check, ChevronDown, CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import {
  Checkbox as AriaCheckbox,
  NumberField as AriaNumberField,
  RadioGroup as AriaRadioGroup,
  Select as AriaSelect,
  Switch as AriaSwitch,
  TextField as AriaTextField,
  Button,
  type CheckboxProps,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  type NumberFieldProps,
  Popover,
  Radio,
  type RadioGroupProps,
  type SelectProps,
  SelectValue,
  type SwitchProps,
  Text,
  TextArea,
  type TextFieldProps,
} from "react-aria-components";
import { Icon } from "./icons";

type Words = { label: string; hint?: ReactNode; error?: string | undefined };

/** What stands under a field: what is wrong and what to do, else a hint. */
function Below({ hint, error }: { hint?: ReactNode; error?: string | undefined }) {
  return (
    <>
      {hint !== undefined && error === undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="err">
        {({ validationErrors }) => (
          <>
            <Icon of={CircleAlert} size={16} />
            {error ?? validationErrors.join(" ")}
          </>
        )}
      </FieldError>
    </>
  );
}

type TextProps = Omit<TextFieldProps, "className" | "children"> &
  Words & {
    placeholder?: string;
    /** Several lines. */
    rows?: number;
    suffix?: ReactNode;
  };

/** One line of text, or `rows` lines. */
export function TextField({ label, hint, error, placeholder, rows, suffix, ...rest }: TextProps) {
  return (
    <AriaTextField
      {...rest}
      isInvalid={error !== undefined || rest.isInvalid === true}
      className="field"
    >
      <Label>{label}</Label>
      {rows === undefined ? (
        <span className="in">
          <Input placeholder={placeholder} className="grow bare" />
          {suffix}
        </span>
      ) : (
        <span className="in tall">
          <TextArea placeholder={placeholder} rows={rows} className="grow bare" />
        </span>
      )}
      <Below hint={hint} error={error} />
    </AriaTextField>
  );
}

/** A number, right-aligned, with its unit. */
export function NumberField({
  label,
  hint,
  error,
  suffix,
  ...rest
}: Omit<NumberFieldProps, "className" | "children"> & Words & { suffix?: ReactNode }) {
  return (
    <AriaNumberField
      {...rest}
      isInvalid={error !== undefined || rest.isInvalid === true}
      className="field"
    >
      <Label>{label}</Label>
      <span className="in">
        <Input className="grow bare num" />
        {suffix}
      </span>
      <Below hint={hint} error={error} />
    </AriaNumberField>
  );
}

export type Option<Key extends string> = { id: Key; name: string; detail?: string };

/** One of a list. */
export function Select<Key extends string>({
  label,
  hint,
  error,
  options,
  ...rest
}: Omit<SelectProps<Option<Key>>, "className" | "children"> &
  Words & { options: readonly Option<Key>[] }) {
  return (
    <AriaSelect
      {...rest}
      isInvalid={error !== undefined || rest.isInvalid === true}
      className="field"
    >
      <Label>{label}</Label>
      <Button className="in pick">
        <SelectValue className="grow text-left clip">
          {options.find((option) => option.id === (rest.value ?? rest.defaultValue))?.name ?? ""}
        </SelectValue>
        <Icon of={ChevronDown} size={16} />
      </Button>
      <Below hint={hint} error={error} />
      <Popover className="pop menu" offset={4}>
        <ListBox items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.name} className="menu-row">
              {({ isSelected }) => (
                <>
                  <span className="grow">
                    {option.name}
                    {option.detail !== undefined && (
                      <small className="hint block">{option.detail}</small>
                    )}
                  </span>
                  {isSelected && <Icon of={Check} size={16} />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

/** A box to tick, with its sentence. */
export function Checkbox({
  children,
  ...rest
}: Omit<CheckboxProps, "className" | "children"> & { children: ReactNode }) {
  return (
    <AriaCheckbox {...rest} className="tick">
      {({ isSelected }) => (
        <>
          <span className={isSelected ? "check on" : "check"}>
            {isSelected && <Icon of={Check} size={14} />}
          </span>
          <span className="grow">{children}</span>
        </>
      )}
    </AriaCheckbox>
  );
}

/** Something that is on or off at once. */
export function Switch({
  children,
  ...rest
}: Omit<SwitchProps, "className" | "children"> & { children: ReactNode }) {
  return (
    <AriaSwitch {...rest} className="tick">
      {({ isSelected }) => (
        <>
          <span className={isSelected ? "switch on" : "switch"} />
          <span className="grow">{children}</span>
        </>
      )}
    </AriaSwitch>
  );
}

/** One of a few, all in sight. */
export function RadioGroup<Key extends string>({
  label,
  hint,
  error,
  options,
  ...rest
}: Omit<RadioGroupProps, "className" | "children"> & Words & { options: readonly Option<Key>[] }) {
  return (
    <AriaRadioGroup {...rest} isInvalid={error !== undefined} className="field">
      <Label>{label}</Label>
      {options.map((option) => (
        <Radio key={option.id} value={option.id} className="tick">
          {({ isSelected }) => (
            <>
              <span className={isSelected ? "radio on" : "radio"} />
              <span className="grow">
                {option.name}
                {option.detail !== undefined && (
                  <small className="hint block">{option.detail}</small>
                )}
              </span>
            </>
          )}
        </Radio>
      ))}
      <Below hint={hint} error={error} />
    </AriaRadioGroup>
  );
}
