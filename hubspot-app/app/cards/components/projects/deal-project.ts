import type { DealProject, DealTask } from '../../api/projects.ts';
import type { Format } from '../../common/format.ts';
import type { Translate } from '../../common/translate.ts';
import type { Key } from '../../i18n/en.ts';
import type { StatusLook } from '../status.ts';

interface Words {
  t: Translate<Key>;
  format: Format;
}

const VARIANT: Record<DealProject['status'], StatusLook['variant']> = {
  not_started: 'default',
  in_progress: 'info',
  done: 'success',
  stopped: 'default',
};

/** Being late comes before how far it is. */
export function projectLook({ status, daysLate }: DealProject, { t }: Words): StatusLook {
  if (daysLate !== null) return { variant: 'danger', text: t('project.late', { count: daysLate }) };
  return { variant: VARIANT[status], text: t(`project.${status}`), ...(status === 'stopped' && { hollow: true }) };
}

/** `3 of 5 tasks done · 12 of 40 hours used`. */
export function progressText({ counts, hours }: DealProject, words: Words): string {
  const { t } = words;
  const tasks = counts.total === 0 ? t('project.noTasks') : t('project.tasks', { done: counts.done, count: counts.total });
  return [tasks, hoursText(hours, words)].filter(Boolean).join(' · ');
}

function hoursText({ spent, planned }: DealProject['hours'], { t, format }: Words): string | null {
  const some = spent !== null && Number(spent) > 0 ? format.decimal(spent) : null;
  if (planned === null) return some && t('project.hours.spent', { spent: some });
  const all = format.decimal(planned);
  if (spent === null) return t('project.hours.planned', { planned: all });
  return t(Number(spent) > Number(planned) ? 'project.hours.over' : 'project.hours', { spent: format.decimal(spent), planned: all });
}

/** What has to be done first, and by when; null: nothing has a day. */
export function deadlineText({ deadline }: DealProject, { t, format }: Words): string | null {
  if (!deadline) return null;
  const day = format.day(deadline.on);
  return deadline.task === null ? t('project.due', { day }) : t('project.next', { task: deadline.task, day });
}

export function taskLook({ status, daysLate, deadline }: DealTask, { t, format }: Words): StatusLook {
  if (status === 'done') return { variant: 'success', text: t('task.done') };
  if (status === 'cancelled') return { variant: 'default', hollow: true, text: t('task.cancelled') };
  if (daysLate !== null) return { variant: 'danger', text: t('project.late', { count: daysLate }) };
  return { variant: 'default', text: deadline === null ? t('task.open') : t('task.due', { day: format.day(deadline) }) };
}

/** Who does it, where it stands, how much time it took. */
export const taskText = ({ assignees, stage, hours }: DealTask, words: Words): string =>
  [assignees.join(', '), stage, hoursText(hours, words)].filter(Boolean).join(' · ');
