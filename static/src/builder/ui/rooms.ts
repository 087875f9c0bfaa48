/** What is loaded together when the first of it is shown: one file rather than many small ones. */
export { CropDialog } from "./cropdialog";
export { DataPanel } from "./datapanel";
export { DocumentList } from "./documentlist";
export { FindBar } from "./findbar";
export { LinkDialog } from "./linkdialog";
export { NewList } from "./newlist";
export { NewVariable } from "./newvariable";
export { PagePanel } from "./pagepanel";
export { PreviewPane } from "./previewpane";
export { PublishDialog } from "./publish";
export { TemplateList } from "./templates";
export { VersionsPanel } from "./versionspanel";
