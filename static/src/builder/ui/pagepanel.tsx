/** Page set-up: paper, margins, type, header and footer, and the roles of those who sign. */
import { t } from "../../lib/i18n";
import { definition } from "../../schema/definition";
import { newRole } from "../roles";
import type { Page, Role } from "../session";
import type { Store } from "../state";
import { BandEditor } from "./bands";
import { BringIn } from "./bringin";
import { Amount, Choice, Line } from "./controls";
import { Group, Icon } from "./parts";
import { FONTS } from "./textstyle";

export function PagePanel({ store }: { store: Store }) {
    return (
        <div class="ck-panel">
            {store.may("changePageSettings") ? (
                <Paper store={store} />
            ) : (
                <p class="ck-panel__hint">{t("Paper and margins are fixed here.")}</p>
            )}
            <Type store={store} />
            <Group title={t("Header")}>
                <BandEditor store={store} band="header" />
            </Group>
            <Group title={t("Footer")}>
                <BandEditor store={store} band="footer" />
            </Group>
            <Roles store={store} />
            {store.template.value.templateType === "document" && <BringIn store={store} />}
        </div>
    );
}

function Paper({ store }: { store: Store }) {
    const { page } = store.envelope.value;
    const set = (part: Partial<typeof page>) => store.change({ page: { ...page, ...part } });
    return (
        <Group title={t("Paper")}>
            <Choice
                label={t("Size")}
                value={typeof page.size === "string" ? page.size : ""}
                set={(size) => size && set({ size })}
                options={[
                    ...(typeof page.size === "string" ? [] : [["", `${String(page.size.width)} × ${String(page.size.height)} mm`] as const]),
                    ...Object.keys(definition.page.sizes).map((name) => [name, name] as const),
                ]}
            />
            <Choice
                label={t("Direction")}
                value={page.orientation}
                set={(orientation) => set({ orientation: orientation as typeof page.orientation })}
                options={[
                    ["portrait", t("Portrait")],
                    ["landscape", t("Landscape")],
                ]}
            />
            <Margins margin={page.margin} set={(margin) => set({ margin })} />
        </Group>
    );
}

function Margins({ margin, set }: { margin: Page["margin"]; set: (margin: Page["margin"]) => void }) {
    const sides = [
        ["top", t("Top")],
        ["bottom", t("Bottom")],
        ["left", t("Left")],
        ["right", t("Right")],
    ] as const;
    return (
        <div class="ck-grid">
            {sides.map(([side, label]) => (
                <Amount
                    key={side}
                    label={label}
                    unit="mm"
                    min={0}
                    max={200}
                    value={margin[side]}
                    set={(millimetres) => set({ ...margin, [side]: millimetres ?? 20 })}
                />
            ))}
        </div>
    );
}

function Type({ store }: { store: Store }) {
    const { typography } = store.envelope.value;
    const set = (part: Partial<typeof typography>) => store.change({ typography: { ...typography, ...part } });
    const fonts = [...new Set([...FONTS, typography.font])].sort();
    return (
        <Group title={t("Type")}>
            <Choice label={t("Font")} value={typography.font} set={(font) => set({ font })} options={fonts.map((font) => [font, font] as const)} />
            <div class="ck-grid">
                <Amount label={t("Size")} unit="pt" min={4} max={96} step={0.5} value={typography.size} set={(size) => set({ size: size ?? 10 })} />
                <Amount label={t("Line height")} min={0.8} max={4} step={0.05} value={typography.lineHeight} set={(lineHeight) => set({ lineHeight: lineHeight ?? 1.5 })} />
            </div>
        </Group>
    );
}

function Roles({ store }: { store: Store }) {
    const { roles } = store.envelope.value;
    const put = (changed: Role[]) => store.change({ roles: changed.map((role, index) => ({ ...role, order: index + 1 })) });
    const add = () => void newRole(store);
    return (
        <Group title={t("Who signs")}>
            {roles.map((role, index) => (
                <div key={role.key} class="ck-condition__part">
                    <Line
                        label={t("Signer {number}", { number: index + 1 })}
                        value={role.label}
                        set={(label) => put(roles.map((old) => (old === role ? { ...role, label: label ?? role.key } : old)))}
                    />
                    <button type="button" class="ck-tool" aria-label={t("Remove")} onClick={() => put(roles.filter((old) => old !== role))}>
                        <Icon name="x" />
                    </button>
                </div>
            ))}
            <button type="button" class="button" onClick={add}>
                <Icon name="plus" /> {t("Add a signer")}
            </button>
        </Group>
    );
}
