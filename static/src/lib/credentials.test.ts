import { describe, expect, it } from "vitest";
import { answered, base64url, bytes, forCreation, forUse } from "./credentials";

const buffer = (...values: number[]): ArrayBuffer => new Uint8Array(values).buffer;
const ASKED = {
    publicKey: {
        challenge: "-_8",
        rp: { id: "localhost", name: "Craftkit" },
        user: { id: "AQI", name: "a@example.com", displayName: "A" },
        authenticatorSelection: { userVerification: "preferred" },
        excludeCredentials: [{ type: "public-key", id: "AwQ" }],
    },
};

describe("passkeys as JSON", () => {
    it("reads and writes base64url without padding", () => {
        expect([...bytes("-_8")]).toEqual([251, 255]);
        expect(base64url(buffer(251, 255))).toBe("-_8");
    });

    it("asks for a passkey that makes sure who uses it", () => {
        const asked = forCreation(ASKED, true).publicKey;

        expect(asked?.authenticatorSelection).toEqual({
            residentKey: "required",
            requireResidentKey: true,
            userVerification: "required",
        });
        expect([...(asked?.user.id as Uint8Array)]).toEqual([1, 2]);
        expect([...(asked?.excludeCredentials?.[0]?.id as Uint8Array)]).toEqual([3, 4]);
    });

    it("asks for less where the key is a second step only", () => {
        const asked = forCreation(ASKED, false).publicKey;

        expect(asked?.authenticatorSelection).toEqual({
            residentKey: "discouraged",
            requireResidentKey: false,
            userVerification: "preferred",
        });
    });

    it("names no key where any may be used", () => {
        expect(forUse({ publicKey: { challenge: "AQ" } }).publicKey?.allowCredentials).toEqual([]);
    });

    it("leaves out what an authenticator did not answer", () => {
        const credential = {
            id: "AQ",
            rawId: buffer(1),
            type: "public-key",
            authenticatorAttachment: "platform",
            getClientExtensionResults: () => ({}),
            response: { clientDataJSON: buffer(2), signature: buffer(3), userHandle: null },
        };

        expect(answered(credential as unknown as PublicKeyCredential)["response"]).toEqual({
            clientDataJSON: "Ag",
            signature: "Aw",
        });
    });
});
