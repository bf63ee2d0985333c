/** The source under which the book of counts has hours whose rows were removed for their age. What
 *  was counted of them stays as it is: a count of what came later would replace it. */
export const FORGOTTEN = 'forgotten';

/** Hours of the model that are not counted any more; cells are as long or shorter. */
export const FORGOTTEN_HOURS = `SELECT cell_start FROM cell_revisions
  WHERE project_id = {project:String} AND model_id = {model:String} AND source = '${FORGOTTEN}'`;
