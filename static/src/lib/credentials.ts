/** Passkeys as JSON: what a server sends, as the browser wants it, and the browser's answer, as the server wants it. */

type Json = Record<string, unknown>;

/** Bytes from base64url, with or without padding. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** Base64url without padding. */
export function base64url(buffer: ArrayBuffer): string {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Options for a new credential; one that signs in alone is kept by the authenticator, which makes sure who asks. */
export function forCreation(options: Json, alone: boolean): CredentialCreationOptions {
    const asked = options["publicKey"] as Json;
    const user = asked["user"] as Json;
    const selection = asked["authenticatorSelection"] as Json;
    const publicKey = {
        ...asked,
        challenge: bytes(asked["challenge"] as string),
        user: { ...user, id: bytes(user["id"] as string) },
        excludeCredentials: listed(asked["excludeCredentials"]),
        authenticatorSelection: {
            ...selection,
            residentKey: alone ? "required" : "discouraged",
            requireResidentKey: alone,
            ...(alone ? { userVerification: "required" } : {}),
        },
    };
    return { publicKey } as unknown as CredentialCreationOptions;
}

/** Options for the use of a credential. */
export function forUse(options: Json): CredentialRequestOptions {
    const asked = options["publicKey"] as Json;
    const publicKey = {
        ...asked,
        challenge: bytes(asked["challenge"] as string),
        allowCredentials: listed(asked["allowCredentials"]),
    };
    return { publicKey } as unknown as CredentialRequestOptions;
}

/** What the authenticator answered. */
export function answered(credential: PublicKeyCredential): Json {
    const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
    const response = credential.response as unknown as Record<string, ArrayBuffer | null | undefined>;
    const parts = names.flatMap((name) => {
        const part = response[name];
        return part ? [[name, base64url(part)]] : [];
    });
    return {
        id: credential.id,
        rawId: base64url(credential.rawId),
        type: credential.type,
        authenticatorAttachment: credential.authenticatorAttachment,
        clientExtensionResults: credential.getClientExtensionResults(),
        response: Object.fromEntries(parts) as Json,
    };
}

function listed(credentials: unknown): Json[] {
    return ((credentials ?? []) as Json[]).map((one) => ({ ...one, id: bytes(one["id"] as string) }));
}
