/** Cutting a picture to a part of it before it is uploaded. */

/** The part in shares of the picture: how much goes at each side. */
export interface Cut {
    left: number;
    top: number;
    right: number;
    bottom: number;
}

export const WHOLE: Cut = { left: 0, top: 0, right: 0, bottom: 0 };
const LEAST = 0.02;
/** What a canvas can write again; others are uploaded as they are. */
const KINDS = new Set(["image/png", "image/jpeg", "image/webp"]);

/** Whether that file can be cut. */
export function isCuttable(file: File): boolean {
    return KINDS.has(file.type);
}

/** The part between two corners, each in shares of the picture. */
export function cutBetween([x, y]: [number, number], [otherX, otherY]: [number, number]): Cut {
    const cut = {
        left: clamp(Math.min(x, otherX)),
        top: clamp(Math.min(y, otherY)),
        right: clamp(1 - Math.max(x, otherX)),
        bottom: clamp(1 - Math.max(y, otherY)),
    };
    return isTooSmall(cut) ? WHOLE : cut;
}

/** One side set anew; something of the picture always stays. */
export function withSide(cut: Cut, side: keyof Cut, share: number): Cut {
    const opposite = { left: cut.right, right: cut.left, top: cut.bottom, bottom: cut.top }[side];
    return { ...cut, [side]: Math.min(clamp(share), 1 - LEAST - opposite) };
}

function isTooSmall({ left, top, right, bottom }: Cut): boolean {
    return 1 - left - right < LEAST || 1 - top - bottom < LEAST;
}

function clamp(share: number): number {
    return Math.min(Math.max(share, 0), 1);
}

/** The file of that part. */
export async function cutFile(file: File, picture: ImageBitmap, cut: Cut): Promise<File> {
    if (Object.values(cut).every((share) => share === 0)) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(Math.round(picture.width * (1 - cut.left - cut.right)), 1);
    canvas.height = Math.max(Math.round(picture.height * (1 - cut.top - cut.bottom)), 1);
    canvas.getContext("2d")?.drawImage(picture, -picture.width * cut.left, -picture.height * cut.top);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, file.type, 0.92));
    if (!blob) throw new Error("The picture could not be cut.");
    return new File([blob], file.name, { type: file.type });
}
