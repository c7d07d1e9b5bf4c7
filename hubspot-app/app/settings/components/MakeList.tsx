import { useCallback, useState } from 'react';
import { Button, Flex, Link, Text } from '@hubspot/ui-extensions';
import type { KnownList, ListedRecords, RecordLists } from '../api/lists.ts';
import { useLoaded } from '../common/loaded.ts';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { FailureAlert } from './Notices.tsx';

const OBJECT_TYPES = ['companies', 'contacts', 'deals'] as const;
/** HubSpot's pages cut longer ones. */
const LONGEST_WHAT = 120;

interface Props {
  of: ListedRecords;
  /** What its records have in common, in the reader's words. */
  what: string;
  id: string;
}

/** Makes a list in HubSpot of the records in question and leads to it, also later; pressed again, it is brought up to date. */
export function MakeList({ of: listed, what, id }: Props) {
  const { api, t } = useSettings();
  const { run, isRunning, failure } = useAction();
  const nameOf = useListNames(what);
  const [made, setMade] = useState<RecordLists | null>(null);
  const before = useKnownLists(listed);
  const isThere = made !== null || before.length > 0;
  const names = { companies: nameOf('companies'), contacts: nameOf('contacts'), deals: nameOf('deals') };
  const make = () => run(async () => setMade(await api.makeLists({ listed, names })));
  return (
    <Flex direction="column" gap="xs">
      <Flex>
        <Button size="xs" variant="transparent" disabled={isRunning} onClick={() => void make()} testId={`list-${id}`}>
          {t(isRunning ? 'lists.running' : isThere ? 'lists.again' : 'lists.make')}
        </Button>
      </Flex>
      {made?.lists.length === 0 && <Text variant="microcopy">{t('lists.none')}</Text>}
      {made === null &&
        before.map(({ objectType, name, url }) => (
          <Text key={objectType}>
            <Link href={{ url, external: true }}>{name}</Link>
          </Text>
        ))}
      {made?.lists.map(({ objectType, name, url, count, left }) => (
        <Text key={objectType}>
          <Link href={{ url, external: true }}>{name}</Link> · {t('problems.count', { count })}
          {left > 0 && ` ${t('lists.left', { count: left })}`}
        </Text>
      ))}
      <FailureAlert failure={failure} />
    </Flex>
  );
}

const NONE: KnownList[] = [];

/** Those that were made before. Where they cannot be read, asking for a list finds them again. */
function useKnownLists(listed: ListedRecords): KnownList[] {
  const { api } = useSettings();
  const key = JSON.stringify(listed);
  const load = useCallback(() => api.knownLists(JSON.parse(key) as ListedRecords), [api, key]);
  const { state } = useLoaded(load);
  return state.status === 'ready' ? state.data.lists : NONE;
}

/** A name says what its records have in common, what they are, and of which day it is. */
function useListNames(what: string) {
  const { t, format } = useSettings();
  const bare = what.replace(/[.\s]+$/, '');
  const short = bare.length > LONGEST_WHAT ? `${bare.slice(0, LONGEST_WHAT).trimEnd()}…` : bare;
  return (type: (typeof OBJECT_TYPES)[number]) => t('lists.name', { what: short, objects: t(`lists.${type}`), day: format.today() });
}
