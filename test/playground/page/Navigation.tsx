import type { ObjectType } from '../api.ts';
import { hrefOf, type Route } from './route.ts';
import { useWords } from './words.ts';

const GLYPHS = {
  companies: 'M4 20V5h9v15M13 9h7v11M2 20h20M7 8h3M7 12h3M7 16h3M16 13h1M16 16h1',
  contacts: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4 21c0-5 4-7 8-7s8 2 8 7',
  deals: 'M3 8l5-3 4 2 4-2 5 3v8l-5 3-4-3-4 3-5-3zM8 12l3 3 5-5',
  products: 'M12 3l8 4v10l-8 4-8-4V7zM4 7l8 4 8-4M12 11v10',
  workflows: 'M4 4h6v5H4zM14 15h6v5h-6zM7 9v3h10v3',
  settings: 'M12 9a3 3 0 100 6 3 3 0 000-6zM12 2v4M12 18v4M2 12h4M18 12h4M5 5l3 3M16 16l3 3M19 5l-3 3M8 16l-3 3',
};

export function Navigation({ route }: { route: Route }) {
  const words = useWords();
  const types: ObjectType[] = ['companies', 'contacts', 'deals', 'products'];
  const current = 'type' in route ? route.type : route.view;
  const link = (name: keyof typeof GLYPHS, to: Route) => (
    <a
      key={name}
      href={hrefOf(to)}
      className={current === name ? 'crm-nav-current' : ''}
      {...(current === name ? { 'aria-current': 'page' as const } : {})}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={GLYPHS[name]} />
      </svg>
      {name === 'settings' ? words.settings : name === 'workflows' ? words.workflows.title : words.types[name].many}
    </a>
  );
  return (
    <nav className="crm-nav" aria-label="CRM">
      <div className="crm-logo" title="Puente">
        <svg viewBox="0 0 32 32" role="img" aria-label="Puente">
          <path d="M3 22q13-16 26 0M3 22h26M8 17v5M16 14v8M24 17v5" />
        </svg>
      </div>
      {types.map((type) => link(type, { view: 'list', type }))}
      {link('workflows', { view: 'workflows' })}
      <span className="crm-nav-gap" />
      {link('settings', { view: 'settings' })}
    </nav>
  );
}
