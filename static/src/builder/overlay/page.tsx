/** One page of the PDF with its fields, and the lines that show what a moved field is in line with. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../lib/i18n";
import type { PdfSheet } from "../../viewer/sheets";
import type { Store } from "../state";
import { PX_PER_MM } from "../sheet";
import { Box } from "./box";
import type { Placer } from "./placer";

interface Props {
    store: Store;
    placer: Placer;
    page: PdfSheet;
    number: number;
}

export function OverlayPage({ store, placer, page, number }: Props) {
    const canvas = useRef<HTMLCanvasElement>(null);
    useEffect(() => {
        if (canvas.current) void page.draw(canvas.current, page.width * PX_PER_MM * Math.min(devicePixelRatio, 2));
    }, [page]);
    const { page: guided, lines } = placer.guides.value;
    const zoom = String(placer.zoom.value);
    return (
        <section
            class="ck-page"
            data-page={number}
            aria-label={t("Page {number}", { number })}
            style={{ width: `${String(page.width)}mm`, height: `${String(page.height)}mm`, zoom, "--zoom": zoom }}
        >
            <canvas ref={canvas} aria-hidden="true" />
            {placer.fields.value
                .filter((field) => (field.page ?? 1) === number)
                .map((field) => (
                    <Box key={field.id} store={store} placer={placer} field={field} />
                ))}
            {guided === number &&
                lines.map(({ axis, at }) => (
                    <span key={`${axis}${String(at)}`} class={`ck-guide ck-guide--${axis}`} style={{ [axis === "x" ? "left" : "top"]: `${String(at)}mm` }} />
                ))}
        </section>
    );
}
