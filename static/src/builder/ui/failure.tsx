/** What stands in the frame when it cannot go on: never an empty page. */
import { t } from "../../lib/i18n";
import { Icon } from "./parts";

interface FailureProps {
    title: string;
    message: string;
    retry?: (() => void) | undefined;
}

export function Failure({ title, message, retry }: FailureProps) {
    return (
        <div class="ck-failure" role="alert">
            <Icon name="circle-alert" />
            <h1>{title}</h1>
            <p>{message}</p>
            {retry && (
                <button type="button" class="button" onClick={retry}>
                    {t("Try again")}
                </button>
            )}
        </div>
    );
}
