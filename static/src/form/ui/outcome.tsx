/** The panels below the document's buttons: make a link, send an e-mail, see what became of it. */
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { Icon } from "../../builder/ui/parts";
import { locale, t } from "../../lib/i18n";
import { mailFault } from "../checks";
import { HAPPENINGS, reasonOf, type Engagement, type Outcome } from "../outcome";

interface Props {
    outcome: Outcome;
}

/** Makes a link, and shows it with a button that copies it. */
export function LinkPanel({ outcome }: Props) {
    const password = useSignal("");
    const until = useSignal("");
    const link = useSignal("");
    const { word, isBusy, run } = useRun();
    const make = () => run(async () => (link.value = await outcome.share({ password: password.value, until: until.value })));
    if (link.value) return <Made link={link.value} again={() => (link.value = "")} />;
    return (
        <form class="ck-outcome" aria-label={t("Share")} noValidate onSubmit={prevented(make)}>
            <p class="ck-outcome__text">{t("Whoever has the link can open the document.")}</p>
            <div class="ck-outcome__fields">
                <TextField label={t("Password")} value={password} type="password" isOptional takesFocus />
                <TextField label={t("Open until")} value={until} type="date" isOptional />
            </div>
            <Actions text={t("Make a link")} word={word.value} isBusy={isBusy.value} />
        </form>
    );
}

function Made({ link, again }: { link: string; again: () => void }) {
    const field = useRef<HTMLInputElement>(null);
    const word = useSignal("");
    useEffect(() => field.current?.focus(), []);
    const copy = async () => {
        field.current?.select();
        const isCopied = await navigator.clipboard.writeText(link).then(() => true, () => document.execCommand("copy"));
        word.value = isCopied ? t("Copied") : t("Select the link and copy it.");
    };
    return (
        <div class="ck-outcome" role="group" aria-label={t("Share")}>
            <div class="ck-outcome__link">
                <input ref={field} class="input ck-input" readOnly aria-label={t("Link to the document")} value={link} onFocus={(event) => event.currentTarget.select()} />
                <button type="button" class="button button--primary" onClick={() => void copy()}>
                    <Icon name="copy" /> {t("Copy")}
                </button>
            </div>
            <div class="ck-form__actions">
                <button type="button" class="button button--quiet" onClick={again}>
                    {t("Another link")}
                </button>
                <span role="status" class="ck-outcome__text">{word.value}</span>
            </div>
        </div>
    );
}

/** Sends the document's link to somebody. */
export function MailPanel({ outcome }: Props) {
    const to = useSignal("");
    const name = useSignal("");
    const message = useSignal("");
    const fault = useSignal("");
    const { word, isBusy, run } = useRun();
    const form = useRef<HTMLFormElement>(null);
    const send = () => {
        fault.value = mailFault(to.value.trim());
        if (fault.value) return form.current?.querySelector<HTMLElement>("input")?.focus();
        run(async () => {
            await outcome.mail({ to: to.value, name: name.value, message: message.value });
            word.value = t("Sent to {address}.", { address: to.value.trim() });
            to.value = name.value = message.value = "";
        });
    };
    return (
        <form ref={form} class="ck-outcome" aria-label={t("E-mail")} noValidate onSubmit={prevented(send)}>
            <div class="ck-outcome__fields">
                <TextField label={t("To")} value={to} type="email" fault={fault.value} takesFocus />
                <TextField label={t("Name")} value={name} type="text" isOptional />
            </div>
            <TextField label={t("Message")} value={message} type="textarea" isOptional />
            <Actions text={t("Send")} word={word.value} isBusy={isBusy.value} />
        </form>
    );
}

/** What became of the document. */
export function EngagementPanel({ outcome }: Props) {
    const found = useSignal<Engagement | null>(null);
    const { word, isBusy, run } = useRun();
    const look = () => run(async () => (found.value = await outcome.engagement()));
    useEffect(look, []);
    const happened = Object.entries(found.value?.counts ?? {}).filter(([kind, count]) => count > 0 && kind in HAPPENINGS);
    return (
        <div class="ck-outcome" role="group" aria-label={t("Activity")} aria-busy={isBusy.value}>
            {found.value && !happened.length && <p class="ck-outcome__text">{t("Nobody has opened it yet.")}</p>}
            {happened.length > 0 && (
                <dl class="ck-outcome__counts">
                    {happened.map(([kind, count]) => (
                        <div key={kind}>
                            <dt>{t(HAPPENINGS[kind] ?? kind)}</dt>
                            <dd>{count}</dd>
                        </div>
                    ))}
                </dl>
            )}
            <ul class="ck-outcome__list">
                {found.value?.recent.map(({ id, eventType, createdAt }) => (
                    <li key={id}>
                        {t(HAPPENINGS[eventType] ?? eventType)} <time dateTime={createdAt}>{moment(createdAt)}</time>
                    </li>
                ))}
            </ul>
            <div class="ck-form__actions">
                <button type="button" class="button button--small" disabled={isBusy.value} onClick={look}>
                    <Icon name="rotate-cw" /> {t("Look again")}
                </button>
                <span role="status" class="ck-outcome__text">{word.value}</span>
            </div>
        </div>
    );
}

function moment(time: string): string {
    return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(time));
}

/** Does something once at a time, and says why it did not work. */
function useRun() {
    const word = useSignal("");
    const isBusy = useSignal(false);
    const run = (act: () => Promise<unknown>): void => {
        if (isBusy.value) return;
        isBusy.value = true;
        word.value = "";
        act()
            .catch((error: unknown) => (word.value = reasonOf(error)))
            .finally(() => (isBusy.value = false));
    };
    return { word, isBusy, run };
}

function prevented(act: () => void) {
    return (event: Event) => {
        event.preventDefault();
        act();
    };
}

interface TextProps {
    label: string;
    value: Signal<string>;
    type: "text" | "email" | "password" | "date" | "textarea";
    fault?: string;
    isOptional?: boolean;
    takesFocus?: boolean;
}

function TextField({ label, value, type, fault = "", isOptional = false, takesFocus = false }: TextProps) {
    const id = useId();
    const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
    useEffect(() => {
        if (takesFocus) field.current?.focus();
    }, []);
    const common = {
        id,
        ref: field,
        class: "input ck-input",
        value: value.value,
        "aria-invalid": fault !== "",
        "aria-describedby": fault ? `${id}-fault` : undefined,
        onInput: (event: { currentTarget: { value: string } }) => (value.value = event.currentTarget.value),
    };
    const more = type === "password" ? { autocomplete: "new-password", minLength: 4, maxLength: 128 } : {};
    const input: Record<string, unknown> = { ...common, ...more, type };
    return (
        <Labelled id={id} label={label} isOptional={isOptional} fault={fault}>
            {type === "textarea" ? <textarea {...common} rows={3} maxLength={2000} /> : <input {...input} />}
        </Labelled>
    );
}

interface LabelledProps {
    id: string;
    label: string;
    isOptional: boolean;
    fault: string;
    children: ComponentChildren;
}

function Labelled({ id, label, isOptional, fault, children }: LabelledProps) {
    return (
        <div class="ck-question">
            <label class="ck-question__label" for={id}>
                {label}
                {isOptional && <span class="ck-question__optional"> {t("optional")}</span>}
            </label>
            {children}
            {fault && (
                <p class="ck-question__fault" id={`${id}-fault`}>
                    {fault}
                </p>
            )}
        </div>
    );
}

function Actions({ text, word, isBusy }: { text: string; word: string; isBusy: boolean }) {
    return (
        <div class="ck-form__actions">
            <button type="submit" class="button button--primary" disabled={isBusy}>
                {text}
            </button>
            <span role="status" class="ck-outcome__text">
                {word}
            </span>
        </div>
    );
}
