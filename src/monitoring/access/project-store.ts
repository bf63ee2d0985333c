/** What everything belongs to; keys name one, and names are unique. */
export interface Project {
  readonly projectId: string;
  readonly name: string;
}

/** Port. */
export interface ProjectStore {
  find(name: string): Promise<Project | null>;
  get(projectId: string): Promise<Project | null>;
  /** The project of this name, made if there is none; safe to call twice at once. */
  ensure(name: string): Promise<Project>;
  list(): Promise<readonly Project[]>;
}
