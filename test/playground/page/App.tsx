import { useEffect, useMemo, useState } from 'react';
import type { ObjectType } from '../api.ts';
import { BadDays } from './BadDays.tsx';
import { BackOffice } from './BackOffice.tsx';
import { Changes } from './Changes.tsx';
import { Deals } from './Deals.tsx';
import { Guide } from './Guide.tsx';
import { useKept } from './kept.ts';
import { useLive } from './live.ts';
import { Members } from './Members.tsx';
import { Navigation } from './Navigation.tsx';
import { ProductList } from './ProductList.tsx';
import { Progress } from './Progress.tsx';
import { RecordList } from './RecordList.tsx';
import { RecordPage } from './RecordPage.tsx';
import { hrefOf, useRoute } from './route.ts';
import { SettingsPage } from './SettingsPage.tsx';
import { Toasts, useToasts } from './Toasts.tsx';
import { TopBar } from './TopBar.tsx';
import { WorkflowsPage } from './Workflows.tsx';
import { LANGUAGES, localeOf, ViewerProvider, type Language, type Viewer } from './viewer.ts';
import { wordsIn } from './words.ts';

/** As narrow as where the page's styles put everything into one column. */
const ONE_COLUMN = '(max-width: 900px)';

export function App() {
  const { state, changes, crmVersion, erpVersion, workflowVersion } = useLive();
  const route = useRoute();
  const [personId, setPersonId] = useState<number | null>(null);
  const [language, setLanguage] = useKept<Language>('language', 'en', LANGUAGES);
  const [isErpOpen, setErpOpen] = useState(false);
  const { toasts, alert } = useToasts();
  const person = state?.people.find(({ id }) => id === personId) ?? state?.people[0];
  const viewer = useMemo<Viewer | null>(
    () => (state && person ? { state, person, language, locale: localeOf(language), alert, openErp: () => setErpOpen(true) } : null),
    [state, person, language, alert],
  );
  useEffect(() => {
    // There it covers the page: who goes on to another one wants to see it.
    if (route.view !== 'record' && matchMedia(ONE_COLUMN).matches) setErpOpen(false);
  }, [hrefOf(route)]);
  if (!viewer) return <div className="crm-starting">{wordsIn(language).starting}</div>;
  const record = route.view === 'record' ? route : null;
  const inCrm = `${changes[0]?.id} ${crmVersion}`;
  return (
    <ViewerProvider value={viewer}>
      <div className={`crm${isErpOpen ? ' crm-with-erp' : ''}`} lang={language}>
        <Navigation route={route} />
        <div className="crm-body">
          <TopBar {...{ language, setLanguage, setPersonId, isErpOpen }} toggleErp={() => setErpOpen(!isErpOpen)} />
          <Progress />
          <Guide />
          <BadDays />
          <div className="crm-work">
            <main className="crm-main">
              {route.view === 'settings' ? <SettingsPage /> : null}
              {route.view === 'workflows' ? <WorkflowsPage version={workflowVersion} /> : null}
              {route.view === 'members' ? <Members key={route.id} id={route.id} version={inCrm} /> : null}
              {route.view === 'list' ? <List type={route.type} version={inCrm} /> : null}
              {record ? (
                <RecordPage
                  key={`${record.type} ${record.id}`}
                  {...{ type: record.type, id: record.id, changes, crmVersion, workflowVersion }}
                />
              ) : null}
            </main>
            <Changes changes={changes} />
          </div>
        </div>
        {isErpOpen ? (
          <BackOffice record={record} version={`${erpVersion} ${changes[0]?.id} ${viewer.state.step}`} close={() => setErpOpen(false)} />
        ) : null}
        <Toasts toasts={toasts} />
      </div>
    </ViewerProvider>
  );
}

function List({ type, version }: { type: ObjectType; version: string }) {
  if (type === 'products') return <ProductList version={version} />;
  return type === 'deals' ? <Deals version={version} /> : <RecordList key={type} type={type} version={version} />;
}
