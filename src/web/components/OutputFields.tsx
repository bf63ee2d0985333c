import { TASKS } from '../../contract/model.ts';
import { classesOf, type ImportForm, positiveClassOf } from '../format/import-draft.ts';

export interface OutputFieldsProps {
  form: ImportForm;
  reason: string;
  onChange: (form: ImportForm) => void;
}

/** What the model answers. */
export function OutputFields({ form, reason, onChange }: OutputFieldsProps) {
  const classes = classesOf(form.classes);
  return (
    <div className="fields">
      <label>
        <span>Task</span>
        <select
          value={form.task}
          onChange={(event) =>
            onChange({ ...form, task: event.target.value as ImportForm['task'] })
          }
        >
          {[...TASKS, 'none' as const].map((task) => (
            <option key={task} value={task}>
              {task === 'none' ? 'no answers in this file' : task}
            </option>
          ))}
        </select>
      </label>
      {(form.task === 'binary' || form.task === 'multiclass') && (
        <label>
          <span>Classes, between commas</span>
          <input
            value={form.classes}
            onChange={(event) => onChange({ ...form, classes: event.target.value })}
          />
        </label>
      )}
      {form.task === 'binary' && (
        <label>
          <span>Positive class</span>
          <select
            value={positiveClassOf(form)}
            onChange={(event) => onChange({ ...form, positiveClass: event.target.value })}
          >
            {classes.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      {reason !== '' && <p className="muted field-reason">{reason}</p>}
    </div>
  );
}
