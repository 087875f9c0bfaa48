/** Puts the host's look on the page: one constructed stylesheet, which no inline style rule of a CSP concerns. */
import { asCss, checkAppearance, mergeLooks, readableOn, type Look, type Rejection } from "./appearance";

export class AppearanceSheet {
    private readonly sheet = new CSSStyleSheet();
    private readonly layers: Look[] = [];

    constructor(private readonly root: HTMLElement = document.documentElement) {
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
    }

    /** All layers on top of each other. */
    get look(): Look {
        return mergeLooks(...this.layers);
    }

    /** Puts another layer on top of those before; answers what of it was left out. */
    add(appearance: unknown): Rejection[] {
        const { look, rejected } = checkAppearance(appearance, (property, value) => CSS.supports(property, value));
        this.layers.push(look);
        this.apply();
        return rejected;
    }

    private apply(): void {
        const look = this.look;
        const { colorPrimary, colorPrimaryForeground } = look.variables;
        if (colorPrimary && !colorPrimaryForeground)
            look.variables.colorPrimaryForeground = readableOn(channels(colorPrimary));
        this.sheet.replaceSync(asCss(look));
        this.root.dataset.theme = look.baseTheme ?? "light";
        this.root.dataset.density = look.layout.density ?? "comfortable";
        this.root.dataset.themed = Object.keys(look.variables).join(" ");
    }
}

/** What the browser makes of a colour, in any notation. */
function channels(color: string): [number, number, number] {
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    if (!context) return [0, 0, 0];
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return [red, green, blue];
}
