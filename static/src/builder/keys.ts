/** Keys made from names, and what is wrong with a key. */
import { t } from "../lib/i18n";
import { definition } from "../schema/definition";
import { titled, type Directory } from "./catalog";

const PATTERN = new RegExp(definition.keys.pattern, "u");

/** A key that reads like the name: `Customer name` makes `customerName`, and a number behind it where that is taken. */
export function keyFor(name: string, directory: Directory): string {
    const words = name
        .normalize("NFD")
        .replace(/[\u0300-\u036f]/g, "")
        .replace(/ß/g, "ss")
        .match(/[A-Za-z0-9]+/g);
    const joined = (words ?? []).map((word, index) => (index ? capital(word) : word.toLowerCase())).join("");
    const key = /^\d/.test(joined) ? `n${joined}` : joined;
    if (!key || !directory.knows(key)) return key;
    let number = 2;
    while (directory.knows(key + String(number))) number++;
    return key + String(number);
}

/** The variable that somebody means who typed a name that is none yet: `customer.name` as it stands, other words as a label. */
export function newFrom(typed: string, directory: Directory): { key: string; label: string } | null {
    const name = typed.trim();
    const isPath = name.includes(".") && keyFault(name) === null;
    const key = isPath ? name : keyFor(name, directory);
    const isTaken = directory
        .all()
        .some((field) => field.key === name || field.label.toLowerCase() === name.toLowerCase());
    if (!name || isTaken || key.includes("[") || keyFault(key) !== null) return null;
    return { key, label: isPath ? titled(name) : name.charAt(0).toUpperCase() + name.slice(1) };
}

/** Why that cannot be a key, or null. */
export function keyFault(key: string): string | null {
    if (!key) return t("Use letters A to Z, so that programs can name it.");
    if (key.length > definition.keys.maxLength) return t("This name is too long.");
    const steps = key.split(/[.[\]]+/);
    if (!PATTERN.test(key) || steps.some((step) => definition.keys.reserved.includes(step)))
        return t("This name cannot be used.");
    return null;
}

function capital(word: string): string {
    return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}
