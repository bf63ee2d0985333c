import { COLUMN_ROLES, type FileBody } from '../../contract/file.ts';
import { COLUMN_KINDS } from '../../contract/model.ts';
import { type ImportForm, roleOf, withRole } from '../format/import-draft.ts';
import { formatDigits } from '../format/number.ts';

const ROLE_NAMES: Readonly<Record<(typeof COLUMN_ROLES)[number], string>> = {
  time: 'time',
  predictionId: 'prediction id',
  score: 'score',
  decision: 'decision',
  value: 'predicted value',
  label: 'label (the truth)',
  segment: 'segment',
  weight: 'weight',
  latency: 'latency in ms',
  version: 'model version',
  feature: 'feature',
  ignore: 'ignore',
};

const EXAMPLES = 3;

export interface ColumnRolesProps {
  file: FileBody;
  form: ImportForm;
  onChange: (form: ImportForm) => void;
}

/** Every column with what it was taken for and why, to be corrected. */
export function ColumnRoles({ file, form, onChange }: ColumnRolesProps) {
  return (
    <div className="column-roles">
      {file.columns.map((column, index) => {
        const role = roleOf(form, column);
        const kind = form.kinds[column.name] ?? column.kind;
        const compared = role === 'feature' || role === 'segment';
        const examples = [...new Set(file.preview.map((row) => row[index] ?? ''))]
          .filter((text) => text !== '')
          .slice(0, EXAMPLES);
        return (
          <fieldset key={column.name} className="column-role" data-ignored={role === 'ignore'}>
            <legend>{column.name}</legend>
            <p className="column-examples">{examples.join(' · ') || 'no values'}</p>
            <label>
              <span className="hidden">Role of {column.name}</span>
              <select
                value={role}
                onChange={(event) =>
                  onChange(withRole(form, file, column.name, event.target.value as typeof role))
                }
              >
                {COLUMN_ROLES.map((one) => (
                  <option key={one} value={one}>
                    {ROLE_NAMES[one]}
                  </option>
                ))}
              </select>
            </label>
            {compared ? (
              <label>
                <span className="hidden">Kind of {column.name}</span>
                <select
                  value={kind}
                  onChange={(event) =>
                    onChange({
                      ...form,
                      kinds: { ...form.kinds, [column.name]: event.target.value as typeof kind },
                    })
                  }
                >
                  {COLUMN_KINDS.map((one) => (
                    <option key={one} value={one}>
                      {one}
                    </option>
                  ))}
                </select>
              </label>
            ) : (
              <span />
            )}
            <p className="muted column-reason">
              {role === column.role ? column.roleReason : 'as you said'}
              {compared && column.kindReason !== '' && `; ${column.kindReason}`}
              {column.missingRatio > 0 && `; ${formatDigits(column.missingRatio * 100)} % missing`}
            </p>
          </fieldset>
        );
      })}
    </div>
  );
}
