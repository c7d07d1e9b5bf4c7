import type { ErpOrderFile, ErpTask } from '../api.ts';
import type { BookOrder } from './booking.ts';

interface TasksProps {
  file: ErpOrderFile;
  book: BookOrder;
}

/** What was sold to be done by people: ticked when it is, with the hours it takes. */
export function BackOfficeTasks({ file: { id: orderId, tasks }, book }: TasksProps) {
  return tasks.length === 0 ? null : (
    <>
      <h3>Project tasks</h3>
      {tasks.map((task) => (
        <Task
          key={task.id}
          task={task}
          tick={() => {
            const action = task.isDone ? 'reopenTask' : 'finishTask';
            void book({ action, orderId, taskId: task.id }, `${task.name}: ${task.isDone ? 'reopened' : 'done'}`);
          }}
          logHour={() => void book({ action: 'logHours', orderId, taskId: task.id, hours: 1 }, `${task.name}: one hour more`)}
        />
      ))}
    </>
  );
}

function Task({ task, tick, logHour }: { task: ErpTask; tick: () => void; logHour: () => void }) {
  const { name, project, isDone, plannedHours, spentHours } = task;
  return (
    <div className="erp-document" data-task={name}>
      <label>
        <input type="checkbox" checked={isDone} onChange={tick} /> {name}
        <span className="erp-quiet">{project}</span>
      </label>
      <span className="erp-money">
        {spentHours} / {plannedHours} h{' '}
        <button type="button" className="erp-link" aria-label={`One hour more on ${name}`} onClick={logHour}>
          +1 h
        </button>
      </span>
    </div>
  );
}
