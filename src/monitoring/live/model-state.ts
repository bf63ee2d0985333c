/** What pages show of a model, as short texts that differ when a page would. */
export interface ModelState {
  readonly projectId: string;
  readonly modelId: string;
  readonly name: string;
  /** Of its definition, baselines, and how far its monitors have come. */
  readonly print: string;
  /** Of each alert that is not resolved. */
  readonly alerts: ReadonlyMap<string, string>;
}

/** Port: the state of every model of every project, cheap enough to be asked every second. */
export interface ModelStates {
  read(): Promise<readonly ModelState[]>;
}

/** What a project's pages have to read again. */
export interface Change {
  readonly projectId: string;
  /** Names. */
  readonly models: readonly string[];
  /** Ids: those that came, went or changed. */
  readonly alerts: readonly string[];
}
