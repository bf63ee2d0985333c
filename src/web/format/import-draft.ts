import { type FileBody, SINGLE_ROLES } from '../../contract/file.ts';
import type { ImportDraftBody } from '../../contract/import.ts';
import type { COLUMN_KINDS, TASKS } from '../../contract/model.ts';
import { modelNameOf } from './file-kind.ts';

type Role = FileBody['columns'][number]['role'];
type Kind = (typeof COLUMN_KINDS)[number];

/** What somebody decided about a file; everything is a guess until they touch it. */
export interface ImportForm {
  readonly model: string;
  readonly roles: Readonly<Record<string, Role>>;
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly task: (typeof TASKS)[number] | 'none';
  readonly classes: string;
  readonly positiveClass: string;
  readonly timeZone: string;
  /** As an input of date and time holds it, in UTC. */
  readonly splitAt: string;
  readonly baselineOnly: boolean;
  readonly monitors: boolean;
}

export const toInput = (iso: string): string => iso.slice(0, 16);
const fromInput = (text: string): string => `${text}:00Z`;

export function formOf(file: FileBody): ImportForm {
  const time = file.columns.find((column) => column.role === 'time')?.time ?? null;
  return {
    model: modelNameOf(file.name),
    roles: {},
    kinds: {},
    task: file.output?.task ?? 'none',
    classes: file.output?.classes.join(', ') ?? '',
    positiveClass: file.output?.positiveClass ?? '',
    timeZone: 'UTC',
    splitAt: time === null ? '' : toInput(time.split),
    baselineOnly: time === null,
    monitors: true,
  };
}

export const roleOf = (form: ImportForm, column: FileBody['columns'][number]): Role =>
  form.roles[column.name] ?? column.role;

/** Gives a column a role; whoever had it becomes a feature, as a role has one column. */
export function withRole(form: ImportForm, file: FileBody, name: string, role: Role): ImportForm {
  const roles = { ...form.roles, [name]: role };
  if (SINGLE_ROLES.includes(role)) {
    for (const column of file.columns) {
      if (column.name !== name && roleOf(form, column) === role) roles[column.name] = 'feature';
    }
  }
  const next = { ...form, roles };
  const time = file.columns.find((column) => roleOf(next, column) === 'time')?.time ?? null;
  if (role !== 'time' && form.roles[name] !== 'time') return next;
  return { ...next, splitAt: time === null ? '' : toInput(time.split) };
}

/** Class names between commas. */
export const classesOf = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** The chosen one as long as it is a class, else the first. */
export function positiveClassOf({ classes, positiveClass }: ImportForm): string {
  const all = classesOf(classes);
  return all.includes(positiveClass) ? positiveClass : (all[0] ?? '');
}

export function draftOf(
  form: ImportForm,
  file: FileBody,
  baseline: string | null,
): ImportDraftBody {
  const classes = classesOf(form.classes);
  const output =
    form.task === 'none'
      ? null
      : form.task === 'regression'
        ? { task: form.task }
        : {
            task: form.task,
            classes,
            ...(form.task === 'binary' ? { positiveClass: positiveClassOf(form) } : {}),
          };
  return {
    fileId: file.fileId,
    ...(baseline === null ? {} : { baselineFileId: baseline }),
    model: form.model.trim(),
    timeZone: form.timeZone.trim() || 'UTC',
    columns: file.columns.map((column) => {
      const kind = form.kinds[column.name];
      return {
        name: column.name,
        role: roleOf(form, column),
        ...(kind === undefined ? {} : { kind }),
      };
    }),
    output,
    ...(baseline !== null
      ? {}
      : { splitAt: form.baselineOnly || form.splitAt === '' ? null : fromInput(form.splitAt) }),
    monitors: form.monitors,
  };
}
