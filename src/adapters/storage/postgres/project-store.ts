import type pg from 'pg';
import type { Project, ProjectStore } from '../../../monitoring/access/project-store.ts';
import { newId } from '../../new-id.ts';

interface ProjectRow {
  project_id: string;
  name: string;
}

const toProject = (row: ProjectRow): Project => ({ projectId: row.project_id, name: row.name });

export function createProjectStore(pool: pg.Pool): ProjectStore {
  async function select(where: string, value: string): Promise<Project | null> {
    const found = await pool.query<ProjectRow>(
      `SELECT project_id, name FROM projects WHERE ${where} = $1`,
      [value],
    );
    return found.rows[0] === undefined ? null : toProject(found.rows[0]);
  }

  return {
    find: (name) => select('name', name),
    get: (projectId) => select('project_id', projectId),
    async ensure(name) {
      const found = await pool.query<ProjectRow>(
        // The idle update makes the row of a concurrent insert visible to RETURNING.
        `INSERT INTO projects (project_id, name) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET name = excluded.name
         RETURNING project_id, name`,
        [newId('prj'), name],
      );
      const row = found.rows[0];
      if (row === undefined) throw new Error('the insert of a project returned no row');
      return toProject(row);
    },
    async list() {
      const found = await pool.query<ProjectRow>(
        'SELECT project_id, name FROM projects ORDER BY name',
      );
      return found.rows.map(toProject);
    },
  };
}
