import { useEffect, useMemo, useRef, type MouseEvent } from 'react';
import { createController, createRemoteReceiver, RemoteRenderer, type ComponentMapping } from '@remote-ui/react/host';
import { COMPONENTS } from '../components/index.ts';
import { OverlaysProvider, useOverlayState } from '../components/overlays.tsx';
import type { FrameElement } from '../frame/host.ts';
import { actionsOf, contextOf, type OnRecord } from './extension-api.ts';
import { post } from './client.ts';
import { placeOf } from './places.ts';
import { useViewer, type Viewer } from './viewer.ts';

const controller = createController(COMPONENTS as unknown as ComponentMapping);

interface ExtensionViewProps {
  location: string;
  /** Not on the settings page. */
  record?: OnRecord;
}

/** One card or settings page: its code runs in a frame of its own and is drawn here with our components. */
export function ExtensionView({ location, record }: ExtensionViewProps) {
  const viewer = useViewer();
  const identity = `${location} ${record?.type} ${record?.id} ${viewer.person.id} ${viewer.locale}`;
  return <Running key={identity} location={location} {...(record ? { record } : {})} />;
}

function Running({ location, record }: ExtensionViewProps) {
  const viewer = useViewer();
  const receiver = useMemo(() => createRemoteReceiver(), []);
  const overlays = useOverlayState();
  const frames = useRef<HTMLDivElement>(null);
  const close = useRef(overlays.close);
  close.current = overlays.close;
  useEffect(() => {
    const shown = new AbortController();
    const frame = document.createElement('iframe') as FrameElement;
    frame.hidden = true;
    frame.title = location;
    frame.host = {
      location,
      receive: receiver.receive,
      context: contextOf(viewer, location, record),
      actions: actionsOf(viewer, record, { closeOverlay: (id) => close.current(id), over: shown.signal }),
      fetch: (url, options) => post('hubspot-fetch', { userId: viewer.person.id, url, options }),
    };
    frame.src = '/frame.html';
    frames.current?.append(frame);
    return () => {
      shown.abort();
      frame.remove();
    };
    // The key of this element names everything the extension depends on.
  }, []);
  return (
    <OverlaysProvider value={overlays}>
      <div className="ui-root" lang={viewer.language} data-extension={location} onClickCapture={(event) => followLink(viewer, event)}>
        <RemoteRenderer receiver={receiver} controller={controller} />
      </div>
      <div ref={frames} />
    </OverlaysProvider>
  );
}

/** Addresses of HubSpot and of the ERP lead to their places on this page. */
function followLink(viewer: Viewer, event: MouseEvent): void {
  const href = (event.target as Element).closest('a')?.href;
  if (href === undefined) return;
  const place = placeOf(href, window.location.href);
  if (place !== null) window.location.hash = place;
  else if (href.startsWith(viewer.state.erp.url)) viewer.openErp();
  else return;
  event.preventDefault();
}
