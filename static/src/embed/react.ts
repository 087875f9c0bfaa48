/** The builder, the form and the signing page as React components; events are props such as `onTemplatePublished`. */
import { createElement, forwardRef, useEffect, useImperativeHandle, useRef, useState, type CSSProperties } from "react";
import { Builder, Form, Signing } from "./index";
import type { Surface } from "./surface";
import type {
    BuilderEvents,
    FormEvents,
    FormOptions,
    InitOptions,
    MountOptions,
    SharedEvents,
    SigningEvents,
    SigningOptions,
} from "./types";
import { BUILDER_EVENTS, FORM_EVENTS, pascal, SIGNING_EVENTS, type Pascal } from "./wrapping";

type Handlers<Events> = {
    [Name in keyof Events & string as `on${Pascal<Name>}`]?: (payload: Events[Name]) => void;
};
interface Place {
    className?: string;
    style?: CSSProperties;
}

export type CraftkitBuilderProps = InitOptions & Omit<MountOptions, "container"> & Handlers<BuilderEvents> & Place;
export type CraftkitFormProps = InitOptions & Omit<FormOptions, "container"> & Handlers<FormEvents> & Place;

/** The template editor; its ref is the mounted `Builder`. A new `sessionToken` mounts it anew. */
export const CraftkitBuilder = forwardRef<Builder | null, CraftkitBuilderProps>((props, ref) => {
    const mount = (init: InitOptions, options: MountOptions) => new Builder(init, options);
    const { place, mounted } = useSurface<BuilderEvents, Builder, CraftkitBuilderProps>(props, mount, BUILDER_EVENTS);
    useImperativeHandle<Builder | null, Builder | null>(ref, () => mounted, [mounted]);
    return createElement("div", { ref: place, className: props.className, style: props.style });
});
CraftkitBuilder.displayName = "CraftkitBuilder";

/** The form; its ref is the mounted `Form`. */
export const CraftkitForm = forwardRef<Form | null, CraftkitFormProps>((props, ref) => {
    const mount = (init: InitOptions, options: FormOptions) => new Form(init, options);
    const { place, mounted } = useSurface<FormEvents, Form, CraftkitFormProps>(props, mount, FORM_EVENTS);
    useImperativeHandle<Form | null, Form | null>(ref, () => mounted, [mounted]);
    return createElement("div", { ref: place, className: props.className, style: props.style });
});
CraftkitForm.displayName = "CraftkitForm";

export type CraftkitSigningProps = Pick<InitOptions, "debug"> &
    Omit<SigningOptions, "container"> &
    Handlers<Pick<SigningEvents, "ready" | "signed" | "declined" | "close.requested" | "error">> &
    Place;

/** The signing page of one recipient. A new `signingUrl` mounts it anew. */
export const CraftkitSigning = (props: CraftkitSigningProps) => {
    const place = useRef<HTMLDivElement>(null);
    const latest = useRef(props);
    latest.current = props;
    const { signingUrl, debug } = props;
    useEffect(() => {
        if (!place.current) return;
        const made = new Signing(latest.current, { ...latest.current, container: place.current });
        for (const name of SIGNING_EVENTS) made.on(name, (payload) => handlerOf(latest.current, name)?.(payload));
        return () => made.destroy();
    }, [signingUrl, debug]);
    return createElement("div", { ref: place, className: props.className, style: props.style });
};

type Mounted<Events extends SharedEvents> = Surface<Events> & { setTheme: Builder["setTheme"] };

function useSurface<
    Events extends SharedEvents,
    Kind extends Mounted<Events>,
    Props extends InitOptions & Omit<FormOptions, "container">,
>(props: Props, mount: (init: InitOptions, options: FormOptions) => Kind, events: readonly (keyof Events)[]) {
    const place = useRef<HTMLDivElement>(null);
    const [mounted, setMounted] = useState<Kind | null>(null);
    const latest = useRef(props);
    const worn = useRef(props.appearance);
    latest.current = props;
    const { sessionToken, publishableKey, embedUrl, debug } = props;
    useEffect(() => {
        if (!place.current) return;
        const { onSubmit, refresh, ...rest } = latest.current;
        const made = mount(rest, {
            ...rest,
            container: place.current,
            ...(refresh ? { refresh: () => (latest.current.refresh ?? refresh)() } : {}),
            ...(onSubmit ? { onSubmit: (submit) => (latest.current.onSubmit ?? onSubmit)(submit) } : {}),
        });
        setMounted(made);
        worn.current = rest.appearance;
        for (const name of events) made.on(name, (payload) => handlerOf(latest.current, String(name))?.(payload));
        return () => {
            setMounted(null);
            made.destroy();
        };
    }, [sessionToken, publishableKey, embedUrl, debug]);
    useEffect(() => {
        if (props.appearance && props.appearance !== worn.current) mounted?.setTheme(props.appearance);
        worn.current = props.appearance;
    }, [props.appearance]);
    return { place, mounted };
}

function handlerOf(props: object, event: string): ((payload: unknown) => void) | undefined {
    return (props as Record<string, ((payload: unknown) => void) | undefined>)[`on${pascal(event)}`];
}
