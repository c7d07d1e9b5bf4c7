import { useState, type ReactNode } from 'react';
import { Accordion, Alert, Flex, Heading, Link, StatusTag, Table, TableBody, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { DealProject } from '../../api/projects.ts';
import type { RecordView } from '../../api/types.ts';
import { useCard } from '../../hooks/useCard.tsx';
import { useProjects } from '../../hooks/useProjects.ts';
import { FailedLine, NotLoaded } from '../Failed.tsx';
import { deadlineText, progressText, projectLook, taskLook, taskText } from './deal-project.ts';

/** What is done for the deal after the sale; loaded by itself, so that the invoices never wait for it. */
export function DealProjects({ view }: { view: RecordView }) {
  const { t } = useCard();
  const { state, reload } = useProjects(view);
  if (state.status === 'loading') return null;
  if (state.status === 'failed') {
    return (
      <Section count={1}>
        <NotLoaded failure={state.failure} retry={() => void reload()} testId="retry-projects" />
      </Section>
    );
  }
  const { data, failure } = state;
  if (data.state === 'off') return null;
  const { projects, missing } = data;
  // Most deals sell no service.
  if (projects.length === 0 && missing.length === 0) return null;
  return (
    <Section count={Math.max(1, projects.length)}>
      {failure && <FailedLine failure={failure} />}
      {missing.map((number) => (
        <Alert key={number} title={t('projects.missing', { number })} variant="warning">
          {t('projects.missing.todo')}
        </Alert>
      ))}
      {projects.map((project) => (
        <Project key={`${project.connectionId} ${project.id}`} project={project} />
      ))}
    </Section>
  );
}

function Section({ count, children }: { count: number; children: ReactNode }) {
  const { t } = useCard();
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('projects.title', { count })}</Heading>
      {children}
    </Flex>
  );
}

/** Name and state, how far it is, what comes next; its tasks on demand. */
function Project({ project }: { project: DealProject }) {
  const words = useCard();
  const { name, url, id, tasks } = project;
  const [isOpen, setOpen] = useState(false);
  const { text, ...look } = projectLook(project, words);
  const next = deadlineText(project, words);
  return (
    <Flex direction="column" gap="xs">
      <Flex direction="row" align="center" gap="sm" wrap>
        <Text format={{ fontWeight: 'demibold' }}>{url ? <Link href={{ url, external: true }}>{name}</Link> : name}</Text>
        <StatusTag {...look} testId={`project-${id}`}>
          {text}
        </StatusTag>
      </Flex>
      <Text>{progressText(project, words)}</Text>
      {next && <Text variant="microcopy">{next}</Text>}
      {tasks.length > 0 && (
        <Accordion title={words.t('project.show')} size="sm" open={isOpen} onClick={() => setOpen((before) => !before)}>
          {isOpen && <Tasks project={project} />}
        </Accordion>
      )}
    </Flex>
  );
}

/** Two rows of text on the left, the state on the right: so it stays readable in the narrow middle of a record. */
function Tasks({ project: { tasks, counts } }: { project: DealProject }) {
  const words = useCard();
  const left = counts.total - tasks.filter(({ status }) => status !== 'cancelled').length;
  return (
    <>
      <Table density="condensed" flush>
        <TableBody>
          {tasks.map((task) => {
            const { text, ...look } = taskLook(task, words);
            const facts = taskText(task, words);
            return (
              <TableRow key={task.id}>
                <TableCell>
                  <Text>{task.name}</Text>
                  {facts && <Text variant="microcopy">{facts}</Text>}
                </TableCell>
                <TableCell align="right">
                  <StatusTag {...look} testId={`task-${task.id}`}>
                    {text}
                  </StatusTag>
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
      {left > 0 && <Text variant="microcopy">{words.t('project.more', { count: left })}</Text>}
    </>
  );
}
