import { useEffect, useState } from 'react';
import type { ObjectType } from '../api.ts';

export type Route =
  { view: 'list'; type: ObjectType } | { view: 'record'; type: ObjectType; id: string } | { view: 'settings' } | { view: 'workflows' };

function routeOf(hash: string): Route {
  const [, first = '', id] = hash.split('/');
  if (first === 'settings' || first === 'workflows') return { view: first };
  const type: ObjectType = first === 'contacts' || first === 'deals' || first === 'products' ? first : 'companies';
  return id ? { view: 'record', type, id } : { view: 'list', type };
}

export const hrefOf = (route: Route): string =>
  route.view === 'settings' || route.view === 'workflows'
    ? `#/${route.view}`
    : route.view === 'list'
      ? `#/${route.type}`
      : `#/${route.type}/${route.id}`;

export function useRoute(): Route {
  const [hash, setHash] = useState(window.location.hash);
  useEffect(() => {
    const onChange = () => setHash(window.location.hash);
    window.addEventListener('hashchange', onChange);
    return () => window.removeEventListener('hashchange', onChange);
  }, []);
  return routeOf(hash);
}
