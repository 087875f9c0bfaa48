/** The ways of writing a value that the settings offer, by the type of the variable. */

const MONEY: readonly (readonly [string, string])[] = [
    ["currency:EUR", "Euro"],
    ["currency:USD", "US dollar"],
    ["currency:GBP", "Pound sterling"],
    ["currency:CHF", "Swiss franc"],
    ["currency:JPY", "Japanese yen"],
    ["number:2", "Number with two decimals"],
];
const NUMBERS: readonly (readonly [string, string])[] = [
    ["number:0", "Whole number"],
    ["number:2", "Number with two decimals"],
    ["percent", "Percent"],
    ["currency:EUR", "Euro"],
    ["currency:USD", "US dollar"],
];
const DATES: readonly (readonly [string, string])[] = [
    ["date:short", "Short date"],
    ["date:medium", "Medium date"],
    ["date:long", "Long date"],
    ["date:full", "Date with the day of the week"],
    ["date:DD/MM/YYYY", "31/12/2026"],
    ["date:DD.MM.YYYY", "31.12.2026"],
    ["date:YYYY-MM-DD", "2026-12-31"],
];
const TEXTS: readonly (readonly [string, string])[] = [
    ["text:upper", "CAPITALS"],
    ["text:lower", "small letters"],
    ["text:title", "Every Word With a Capital"],
];

/** Format strings and what they are called. */
export function formatsFor(type: string): readonly (readonly [string, string])[] {
    switch (type) {
        case "currency":
            return MONEY;
        case "number":
            return NUMBERS;
        case "date":
            return DATES;
        case "datetime":
            return [["datetime:short", "Short date and time"], ["datetime:long", "Long date and time"], ...DATES];
        case "boolean":
            return [
                ["boolean:Yes|No", "Yes or No"],
                ["boolean:✓|–", "✓ or –"],
            ];
        case "image":
            return [];
        default:
            return TEXTS;
    }
}
