import type { ErpOrderFile, ErpTask } from '../api.ts';
import type { BookOrder } from './booking.ts';
import { useSay } from './say.ts';

interface TasksProps {
  file: ErpOrderFile;
  book: BookOrder;
}

/** What was sold to be done by people: ticked when it is, with the hours it takes. */
export function BackOfficeTasks({ file: { id: orderId, tasks }, book }: TasksProps) {
  const say = useSay();
  return tasks.length === 0 ? null : (
    <>
      <h3>{say('Project tasks')}</h3>
      {tasks.map((task) => (
        <Task
          key={task.id}
          task={task}
          tick={() => {
            const action = task.isDone ? 'reopenTask' : 'finishTask';
            void book({ action, orderId, taskId: task.id }, `${task.name}: ${task.isDone ? say('reopened') : say('done')}`);
          }}
          logHour={() => void book({ action: 'logHours', orderId, taskId: task.id, hours: 1 }, `${task.name}: ${say('one hour more')}`)}
        />
      ))}
    </>
  );
}

function Task({ task, tick, logHour }: { task: ErpTask; tick: () => void; logHour: () => void }) {
  const say = useSay();
  const { name, project, isDone, plannedHours, spentHours } = task;
  return (
    <div className="erp-document" data-task={name}>
      <label>
        <input type="checkbox" checked={isDone} onChange={tick} /> {name}
        <span className="erp-quiet">{project}</span>
      </label>
      <span className="erp-money">
        {spentHours} / {plannedHours} h{' '}
        <button type="button" className="erp-link" aria-label={say('One hour more on {name}', { name })} onClick={logHour}>
          +1 h
        </button>
      </span>
    </div>
  );
}
