/** The builder, the form and the signing page as Vue components; events come as `template-published`, and the ref has `mounted`. */
import { defineComponent, h, onBeforeUnmount, onMounted, ref, shallowRef, watch, type PropType } from "vue";
import { Builder, Form, Signing } from "./index";
import type { Appearance, FormOptions } from "./types";
import { BUILDER_EVENTS, FORM_EVENTS, SIGNING_EVENTS } from "./wrapping";

const PROPS = {
    sessionToken: { type: String, required: true },
    publishableKey: String,
    embedUrl: String,
    debug: Boolean,
    autoResize: Boolean,
    credentialless: Boolean,
    locale: String,
    appearance: Object as PropType<Appearance>,
    refresh: Function as PropType<() => Promise<string>>,
} as const;

/** The template editor. A new `session-token` mounts it anew. */
export const CraftkitBuilder = defineComponent({
    name: "CraftkitBuilder",
    props: PROPS,
    emits: BUILDER_EVENTS.map(kebab),
    setup(props, { emit, expose }) {
        return hold(props, expose, (options) => {
            const builder = new Builder(options, options);
            for (const name of BUILDER_EVENTS) builder.on(name, (payload) => emit(kebab(name), payload));
            return builder;
        });
    },
});

/** The form. */
export const CraftkitForm = defineComponent({
    name: "CraftkitForm",
    props: { ...PROPS, onSubmit: Function as PropType<NonNullable<FormOptions["onSubmit"]>> },
    emits: FORM_EVENTS.map(kebab),
    setup(props, { emit, expose }) {
        return hold(props, expose, (options) => {
            const form = new Form(options, options);
            for (const name of FORM_EVENTS) form.on(name, (payload) => emit(kebab(name), payload));
            return form;
        });
    },
});

/** The signing page of one recipient. A new `signing-url` mounts it anew. */
export const CraftkitSigning = defineComponent({
    name: "CraftkitSigning",
    props: { signingUrl: { type: String, required: true }, debug: Boolean, credentialless: Boolean },
    emits: SIGNING_EVENTS.map(kebab),
    setup(props, { emit, expose }) {
        const place = ref<HTMLElement | null>(null);
        const mounted = shallowRef<Signing | null>(null);
        const remount = () => {
            mounted.value?.destroy();
            if (!place.value) return;
            const signing = new Signing(props, { ...props, container: place.value });
            for (const name of SIGNING_EVENTS) signing.on(name, (payload) => emit(kebab(name), payload));
            mounted.value = signing;
        };
        onMounted(remount);
        onBeforeUnmount(() => mounted.value?.destroy());
        watch(() => props.signingUrl, remount);
        expose({ mounted });
        return () => h("div", { ref: place });
    },
});

type Given = Omit<FormOptions, "container"> & { publishableKey?: string; embedUrl?: string; debug?: boolean };
type Loose<Type> = { [Name in keyof Type]: Type[Name] | undefined };

function hold(
    props: Loose<Given>,
    expose: (exposed: Record<string, unknown>) => void,
    mount: (options: Given & { container: HTMLElement }) => Builder | Form,
) {
    const place = ref<HTMLElement | null>(null);
    const mounted = shallowRef<Builder | Form | null>(null);
    const remount = () => {
        mounted.value?.destroy();
        const set = Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
        if (place.value) mounted.value = mount({ ...(set as unknown as Given), container: place.value });
    };
    onMounted(remount);
    onBeforeUnmount(() => mounted.value?.destroy());
    watch(() => [props.sessionToken, props.publishableKey, props.embedUrl], remount);
    watch(
        () => props.appearance,
        (appearance) => appearance && mounted.value?.setTheme(appearance),
    );
    expose({ mounted });
    return () => h("div", { ref: place });
}

function kebab(name: string): string {
    return name.replaceAll(".", "-");
}
