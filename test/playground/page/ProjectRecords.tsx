import type { RecordDetail } from '../api.ts';
import { useWords } from './words.ts';

/** What HubSpot has of the projects of a record, in objects of its own. */
export function ProjectRecords({ records }: { records: RecordDetail['projectRecords'] }) {
  const { projectObjects, tasksDone } = useWords();
  return (
    <>
      {(['services', 'projects'] as const).map((object) => {
        const own = records.filter((one) => one.object === object);
        return own.length === 0 ? null : (
          <div className="crm-card" key={object}>
            <h2 className="crm-card-title">
              {projectObjects[object]} ({own.length})
            </h2>
            <ul className="crm-related">
              {own.map(({ id, name, stage, tasks }) => (
                <li key={id}>{[name, stage, ...(tasks ? [tasksDone(tasks.done, tasks.total)] : [])].join(' · ')}</li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}
