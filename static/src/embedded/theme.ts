/** The look that server and host ask for: the colours of the page, its logo, and which buttons it has. */
import type { Signal } from "@preact/signals";
import { checkAppearance, type Rejection } from "../lib/appearance";
import { AppearanceSheet } from "../lib/appearance_sheet";
import { t } from "../lib/i18n";
import type { Api } from "./api";

/** The surface that is dressed. */
export interface Dressed {
    session: { appearance: Record<string, unknown>; ui: Record<string, boolean> };
    ui: Signal<Record<string, boolean>>;
    logoUrl: Signal<string | null>;
}

export class Theme {
    private readonly sheet = new AppearanceSheet();

    constructor(
        private readonly surface: Dressed,
        private readonly api: Pick<Api, "json">,
    ) {}

    /** The server's look first, the host's on top. Resolves to what was left out of the host's. */
    async open(appearance: unknown): Promise<Rejection[]> {
        this.sheet.add(this.surface.session.appearance);
        this.showButtons();
        return appearance ? this.set(appearance) : [];
    }

    /** Another look on top of those before. Resolves to what was left out. */
    async set(appearance: unknown): Promise<Rejection[]> {
        const rejected = this.sheet.add(appearance);
        this.showButtons();
        const { logoUrl } = checkAppearance(appearance).look;
        return logoUrl && !(await this.showLogo(logoUrl)) ? [...rejected, NO_LOGO()] : rejected;
    }

    private showButtons(): void {
        const { showCloseButton } = this.sheet.look.layout;
        const { ui } = this.surface.session;
        this.surface.ui.value = showCloseButton === undefined ? ui : { ...ui, showCloseButton };
    }

    /** Our own server fetches pictures of other hosts, since this page loads from nowhere else. */
    private async showLogo(address: string): Promise<boolean> {
        if (address.startsWith("data:")) {
            this.surface.logoUrl.value = address;
            return true;
        }
        try {
            const { logoUrl } = await this.api.json<{ logoUrl: string }>("POST", "/v1/embed/logo", { url: address });
            this.surface.logoUrl.value = logoUrl;
            return true;
        } catch {
            return false; // the host is told by the rejected entry, and the logo before it stays
        }
    }
}

const NO_LOGO = (): Rejection => ({ path: "logoUrl", reason: t("The picture could not be fetched.") });
