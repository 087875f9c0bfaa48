/** Settings of a chip: how its value is written, and what stands there when there is none. */
import { t } from "../../lib/i18n";
import { formatsFor } from "../formats";
import { Choice, Line, VariableChoice } from "./controls";
import type { SettingsProps } from "./inspector";

const AGGREGATES = ["sum", "count", "avg", "min", "max"] as const;
const AGGREGATE_WORDS: Record<string, string> = {
    sum: "Sum of all rows",
    count: "Number of rows",
    avg: "Average",
    min: "Smallest",
    max: "Largest",
};

export function VariableSettings({ store, node, set }: SettingsProps) {
    const key = String(node.attrs.key);
    const field = store.directory.value.field(key);
    const format = (node.attrs.format as string | null) ?? "";
    const formats = formatsFor(field.type);
    const isOther = format !== "" && !formats.some(([name]) => name === format);
    return (
        <>
            <VariableChoice store={store} label={t("Shows")} value={key} set={(chosen) => chosen && set({ key: chosen })} />
            {formats.length > 0 && (
                <Choice
                    label={t("Written as")}
                    value={format}
                    set={(chosen) => set({ format: chosen || null })}
                    options={[
                        ["", field.format ? t("As the variable says ({format})", { format: field.format }) : t("As usual")],
                        ...formats.map(([name, words]) => [name, t(words)] as const),
                        ...(isOther ? [[format, format] as const] : []),
                    ]}
                />
            )}
            {key.includes("[]") && (
                <Choice
                    label={t("Of a list")}
                    value={(node.attrs.agg as string | null) ?? ""}
                    set={(chosen) => set({ agg: chosen || null })}
                    options={[["", t("The value of each row")], ...AGGREGATES.map((name) => [name, t(AGGREGATE_WORDS[name] ?? name)] as const)]}
                />
            )}
            <Line
                label={t("When it is empty")}
                value={node.attrs.fallback as string | null}
                set={(fallback) => set({ fallback })}
                hint={t("This text stands there instead.")}
            />
        </>
    );
}
