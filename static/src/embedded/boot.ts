/** From an empty frame to an open session: what the page says, the handshake, the token, the first answer. */
import { checkAppearance } from "../lib/appearance";
import { loadStrings, t } from "../lib/i18n";
import { Api, ApiError } from "./api";
import { Bridge, Refusal } from "./bridge";
import { SessionClock } from "./session";

/** What the server writes into the page. */
export interface Page {
    /** The hosts that may hold this frame. */
    origins: string[];
    /** From the address, for frames without the SDK. */
    token: string | null;
    /** Where the words of each language are. */
    locales: Record<string, string>;
    /** Where the PDF viewer and its worker are; they are loaded when first needed. */
    viewer: string;
    worker: string;
}

/** What the host said of itself. */
interface Greeted {
    appearance: unknown;
    autoResize: boolean;
    intercept: boolean;
}

type Commands = ConstructorParameters<typeof Bridge>[1];

/** What every surface reads of the server's answer. */
interface Opened {
    sessionId: string;
    expiresIn: number;
    locale: string;
}

export class Session<Json extends Opened> {
    readonly bridge: Bridge;
    readonly api: Api;
    readonly clock: SessionClock;
    private id: string | null = null;

    constructor(
        readonly page: Page,
        commands: Commands,
        ended: () => void,
    ) {
        this.bridge = new Bridge(page.origins, { ...commands, ...this.commands() }, () => this.id);
        this.clock = new SessionClock({
            tell: (event, payload) => this.bridge.tell(event, payload),
            fail: (problem) => this.bridge.fail(problem),
            ended,
        });
        this.api = new Api(page.token ?? "", () => this.clock.awaitRenewal());
    }

    /** Waits for a token and asks the server what it opens. Rejects with Refusal `session_invalid`. */
    async open(): Promise<Greeted & { json: Json }> {
        const { locale, ...greeted } = await this.token();
        const json = await this.fetch();
        this.id = json.sessionId;
        await loadStrings(locale ?? wantedLocale(greeted.appearance) ?? json.locale, this.page.locales);
        this.clock.start(json.expiresIn);
        return { json, ...greeted };
    }

    private async token(): Promise<Greeted & { locale: string | null }> {
        if (this.page.token) {
            hideToken();
            this.bridge.connectPlainly();
            return { appearance: null, autoResize: false, intercept: false, locale: null };
        }
        const { token, ...greeted } = await this.bridge.greet();
        this.api.replaceToken(token);
        return greeted;
    }

    private async fetch(): Promise<Json> {
        try {
            return await this.api.json<Json>("GET", "/v1/embed/session");
        } catch (error) {
            if (error instanceof ApiError && error.status === 401)
                throw new Refusal("session_invalid", t("This session is not valid, or it is over."), false);
            throw error;
        }
    }

    private commands(): Commands {
        return {
            "session.update": async ({ token }) => {
                this.api.replaceToken(String(token));
                const json = await this.fetch().catch(() => {
                    throw new Refusal("refresh_failed", t("The new session token was refused."), false);
                });
                this.clock.start(json.expiresIn);
                const newExpiresAt = new Date(Date.now() + json.expiresIn * 1000).toISOString();
                this.bridge.tell("session.refreshed", { newExpiresAt });
                return { newExpiresAt };
            },
            "session.end": () => this.clock.end(),
        };
    }
}

function wantedLocale(appearance: unknown): string | undefined {
    return checkAppearance(appearance).look.layout.locale;
}

/** The page's own words, from its data script. */
export function readPage(): Page {
    return JSON.parse(document.getElementById("boot")?.textContent ?? "{}") as Page;
}

/** The token must not stand in the address bar, in the history or in a referrer. */
function hideToken(): void {
    const address = new URL(location.href);
    address.searchParams.delete("session_token");
    history.replaceState(null, "", address);
}
