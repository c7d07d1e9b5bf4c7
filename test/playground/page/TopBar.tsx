import { LANGUAGES, useViewer, type Language } from './viewer.ts';
import { useWords } from './words.ts';

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
  const { top } = useWords();
  return (
    <header className="crm-top">
      <div className="crm-doubles" role="note">
        <strong>{top.playground}</strong> {top.doubles(state.erp.name)} <span>{top.real}</span>
      </div>
      <label className="crm-pick">
        <span>{top.signedInAs}</span>
        <select aria-label={top.signedInAs} value={person.id} onChange={(event) => setPersonId(Number(event.target.value))}>
          {state.people.map(({ id, firstName, lastName, role }) => (
            <option key={id} value={id}>
              {firstName} {lastName} · {top.roles[role]}
            </option>
          ))}
        </select>
      </label>
      <div className="crm-languages" role="group" aria-label={top.language}>
        {LANGUAGES.map((one) => (
          <button key={one} type="button" aria-pressed={one === language} onClick={() => setLanguage(one)}>
            {one === 'en' ? 'English' : 'Español'}
          </button>
        ))}
      </div>
      <button type="button" className="crm-erp-switch" aria-pressed={isErpOpen} onClick={toggleErp}>
        {isErpOpen ? top.closeErp : top.openErp}
      </button>
    </header>
  );
}
