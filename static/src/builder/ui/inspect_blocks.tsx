/** Settings of blocks that hold others. */
import { t } from "../../lib/i18n";
import { definition } from "../../schema/definition";
import { toggleElse } from "../boxes";
import type { Condition } from "../conditions";
import { ConditionEditor } from "./condition_editor";
import { Amount, Choice, Line, ListChoice, Switch } from "./controls";
import type { SettingsProps } from "./inspector";

export function HeadingSettings({ node, set }: SettingsProps) {
    return (
        <Choice
            label={t("Level")}
            value={String(node.attrs.level)}
            set={(level) => set({ level: Number(level) })}
            options={[1, 2, 3, 4].map((level) => [String(level), t("Heading {level}", { level })] as const)}
        />
    );
}

export function LoopSettings({ store, node, set }: SettingsProps) {
    return (
        <>
            <ListChoice store={store} label={t("Once for each of")} value={String(node.attrs.each)} set={(each) => each && set({ each })} />
            <Line
                label={t("When there are none")}
                value={node.attrs.empty as string | null}
                set={(empty) => set({ empty })}
                hint={t("This text stands there instead.")}
            />
        </>
    );
}

export function ConditionSettings({ store, node, position, set }: SettingsProps) {
    return (
        <>
            <ConditionEditor store={store} condition={node.attrs.when as Condition} set={(when) => set({ when })} />
            <Switch
                label={t("Show something else otherwise")}
                value={node.childCount > 1}
                set={() => void store.run(toggleElse(position))}
            />
        </>
    );
}

export function ColumnsSettings({ node, set }: SettingsProps) {
    return <Amount label={t("Gap")} unit="mm" min={0} max={100} value={node.attrs.gap as number} set={(gap) => set({ gap: gap ?? 6 })} />;
}

export function SectionSettings({ node, set }: SettingsProps) {
    const size = node.attrs.size as string | null;
    return (
        <>
            <Choice
                label={t("Direction")}
                value={(node.attrs.orientation as string | null) ?? ""}
                set={(orientation) => set({ orientation: orientation || null })}
                options={[
                    ["", t("As the document")],
                    ["portrait", t("Portrait")],
                    ["landscape", t("Landscape")],
                ]}
            />
            <Choice
                label={t("Paper")}
                value={typeof size === "string" ? size : ""}
                set={(name) => set({ size: name || null })}
                options={[["", t("As the document")], ...Object.keys(definition.page.sizes).map((name) => [name, name] as const)]}
            />
        </>
    );
}
