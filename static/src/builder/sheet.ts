/** The measures of the paper on the screen. */
import { definition } from "../schema/definition";
import type { Envelope, Page } from "./session";

export const PX_PER_MM = 96 / 25.4;

/** Width and height of a page in millimetres, as it lies. */
export function paper({ size, orientation }: Pick<Page, "size" | "orientation">): [number, number] {
    const [width, height] =
        typeof size === "string" ? (definition.page.sizes[size] ?? [210, 297]) : [size.width, size.height];
    return orientation === "landscape" ? [Math.max(width, height), Math.min(width, height)] : [width, height];
}

/** The sheet's true width and margins, and the document's type. */
export function pageStyle({ page, typography }: Envelope): Record<string, string> {
    const [width, height] = paper(page);
    const { top = 20, right = 20, bottom = 20, left = 20 } = page.margin;
    return {
        width: `${String(width)}mm`,
        minHeight: `${String(height)}mm`,
        padding: [top, right, bottom, left].map((side) => `${String(side)}mm`).join(" "),
        fontFamily: `"${typography.font}", "Inter Variable", sans-serif`,
        fontSize: `${String(typography.size)}pt`,
        lineHeight: String(typography.lineHeight),
        color: typography.color,
    };
}
