import type { CardObjectType, RecordState } from '../api.ts';
import { get } from './client.ts';
import { onEdit } from './edits.ts';
import type { Alert, Viewer } from './viewer.ts';

/** Where a card stands. */
export interface OnRecord {
  type: CardObjectType;
  id: string;
}

const TYPE_IDS: Record<CardObjectType, string> = { contacts: '0-1', companies: '0-2', deals: '0-3' };

/** What HubSpot tells an extension about where it stands and who looks. */
export function contextOf({ state, person, language, locale }: Viewer, location: string, record?: OnRecord): Record<string, unknown> {
  const { id, email, firstName, lastName, teams } = person;
  return {
    location,
    user: {
      id,
      email,
      emails: [email],
      firstName,
      lastName,
      teams: teams.map((team) => ({ ...team, teammates: [] })),
      locale,
      language,
      permissions: person.role === 'administrator' ? ['integrations-management-write'] : [],
    },
    portal: { id: state.portal.id, timezone: state.portal.timeZone },
    variables: state.variables,
    extension: { appId: 4242, appName: 'Puente', cardTitle: state.extensions.find((one) => one.location === location)?.title },
    ...(record ? { crm: { objectId: Number(record.id), objectTypeId: TYPE_IDS[record.type] } } : {}),
  };
}

interface Shown {
  closeOverlay(id: string): void;
  /** When the extension is no longer on the page. */
  over: AbortSignal;
}

/** What HubSpot does for an extension. */
export function actionsOf(viewer: Viewer, record: OnRecord | undefined, { closeOverlay, over }: Shown) {
  const properties = async (names: string[] | '*') => {
    if (!record) return {};
    const detail = await get<RecordState>(`records/${record.type}/${record.id}`);
    const all = (detail.state === 'gone' ? [] : [...detail.key, ...detail.about, ...detail.erp]).filter(
      ({ name }) => names === '*' || names.includes(name),
    );
    return Object.fromEntries(all.map(({ name, value }) => [name, value ?? '']));
  };
  return {
    addAlert: (alert: Alert) => viewer.alert(alert),
    reloadPage: () => window.location.reload(),
    copyTextToClipboard: (text: string) => navigator.clipboard.writeText(text),
    closeOverlay,
    openIframeModal: ({ uri }: { uri: string }) => void window.open(uri, '_blank'),
    navigateToPage: () => void (window.location.hash = '#/settings'),
    fetchCrmObjectProperties: properties,
    refreshObjectProperties: () => undefined,
    // Of whatever property: those of ours ask for all.
    onCrmPropertiesUpdate: (_names: string[] | '*', told: () => void) => record && onEdit(record, over, told),
  };
}
