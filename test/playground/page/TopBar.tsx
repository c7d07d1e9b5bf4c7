import { useViewer, type Language } from './viewer.ts';

interface TopBarProps {
  language: Language;
  setLanguage(language: Language): void;
  setPersonId(id: number): void;
  isErpOpen: boolean;
  toggleErp(): void;
}

/** Who looks and in which language; and that nothing here is real. */
export function TopBar({ language, setLanguage, setPersonId, isErpOpen, toggleErp }: TopBarProps) {
  const { state, person } = useViewer();
  return (
    <header className="crm-top">
      <div className="crm-doubles" role="note">
        <strong>Playground</strong> HubSpot and {state.erp.name} are doubles. <span>Service, database and cards are real.</span>
      </div>
      <label className="crm-pick">
        <span>Signed in as</span>
        <select aria-label="Signed in as" value={person.id} onChange={(event) => setPersonId(Number(event.target.value))}>
          {state.people.map(({ id, firstName, lastName, role }) => (
            <option key={id} value={id}>
              {firstName} {lastName} · {role}
            </option>
          ))}
        </select>
      </label>
      <div className="crm-languages" role="group" aria-label="Language">
        {(['en', 'es'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={one === language} onClick={() => setLanguage(one)}>
            {one === 'en' ? 'English' : 'Español'}
          </button>
        ))}
      </div>
      <button type="button" className="crm-erp-switch" aria-pressed={isErpOpen} onClick={toggleErp}>
        {isErpOpen ? 'Close' : 'Open'} ERP back office
      </button>
    </header>
  );
}
