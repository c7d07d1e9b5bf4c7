import { useEffect, useState } from 'react';
import type { ObjectType } from '../api.ts';

export type Route =
  | { view: 'list'; type: ObjectType }
  | { view: 'record'; type: ObjectType; id: string }
  | { view: 'members'; id: string }
  | { view: 'settings' }
  | { view: 'workflows' };

function routeOf(hash: string): Route {
  const [, first = '', id] = hash.split('/');
  if (first === 'settings' || first === 'workflows') return { view: first };
  if (first === 'lists' && id) return { view: 'members', id };
  const type: ObjectType = first === 'contacts' || first === 'deals' || first === 'products' ? first : 'companies';
  return id ? { view: 'record', type, id } : { view: 'list', type };
}

export function hrefOf(route: Route): string {
  switch (route.view) {
    case 'list':
      return `#/${route.type}`;
    case 'record':
      return `#/${route.type}/${route.id}`;
    case 'members':
      return `#/lists/${route.id}`;
    case 'settings':
    case 'workflows':
      return `#/${route.view}`;
  }
}

export function useRoute(): Route {
  const [hash, setHash] = useState(window.location.hash);
  useEffect(() => {
    const onChange = () => setHash(window.location.hash);
    window.addEventListener('hashchange', onChange);
    return () => window.removeEventListener('hashchange', onChange);
  }, []);
  return routeOf(hash);
}
