/** HubSpot's own objects that projects of an ERP can be records of. */
export type ProjectObject = 'services' | 'projects';

/** GET /settings/project-records?connectionId */
export interface ProjectRecordsView {
  /** Null: projects stay on the card and in properties of the deal. */
  chosen: ProjectObject | null;
  /** How many projects of this ERP stand on deals. */
  projects: number;
  objects: ProjectObjectView[];
  /** Why nothing is written at the moment; null: it is. */
  stopped: { code: string; params: Record<string, string | null> } | null;
  /** Whether a stage of HubSpot's pipeline says that a record is finished; null: nobody looked yet. */
  hasDoneStage: boolean | null;
}

export interface ProjectObjectView {
  object: ProjectObject;
  /** `unknown`: HubSpot does not answer well at the moment. */
  state: 'available' | 'needs_permission' | 'not_in_account' | 'unknown';
  /** What would be made if it were chosen now. */
  toMake: number;
  /** What was made and is still there, as far as we know. */
  made: number;
  /** What people deleted in HubSpot. */
  deleted: number;
}
