import { z } from 'zod';
import { Amount, Day, Instant, Moment, RecordIdText } from '../shared/values.ts';

export const Task = z.object({
  id: z.string().min(1),
  name: z.string(),
  /** Where it stands, as people there call it. */
  stage: z.string().nullable(),
  /** `cancelled`: nobody does it any more. */
  status: z.enum(['open', 'done', 'cancelled']),
  /** Their names. */
  assignees: z.array(z.string()),
  /** Null: the ERP plans no hours. */
  plannedHours: Amount.nullable(),
  /** Null: the ERP keeps no time sheets. */
  spentHours: Amount.nullable(),
  deadline: Moment.nullable(),
  /** The task it is a part of; what is planned for the parts is planned within that. */
  parentId: z.string().nullable(),
  /** The order it was sold with; null: that of its project. */
  orderId: RecordIdText.nullable(),
});
export type Task = z.infer<typeof Task>;

/** What is done for a customer after the sale. */
export const Project = z.object({
  id: RecordIdText,
  name: z.string(),
  /**
   * The ERP's own word: `done`, somebody called it so, which counts where no task was sold with the order; `archived`, nobody works on it any more. How far
   * an open one came follows from its tasks.
   */
  status: z.enum(['open', 'done', 'archived']),
  customerId: RecordIdText.nullable(),
  organisationId: RecordIdText.nullable(),
  companyId: z.string().nullable(),
  /** The order it was made for; null: it serves several, each with tasks of its own. */
  orderId: RecordIdText.nullable(),
  /** Of the project as a whole; null: only its tasks say. */
  plannedHours: Amount.nullable(),
  endsOn: Day.nullable(),
  tasks: z.array(Task),
  createdAt: Instant.nullable(),
  /** When the ERP last changed it or one of its tasks, where it says so. */
  changedAt: Instant.nullable(),
  changeStamp: z.string(),
});
export type Project = z.infer<typeof Project>;
