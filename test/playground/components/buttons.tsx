import { useEffect, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import type {
  ButtonProps,
  ButtonRowProps,
  DropdownButtonItemProps,
  DropdownProps,
  ExtensionEvent,
  HrefProp,
  LinkProps,
  LoadingButtonProps,
} from '@hubspot/ui-extensions';
import { useOverlayProp, useReactions } from './overlays.tsx';
import { classes, sizeOf } from './sizes.ts';

const addressOf = (href: HrefProp | undefined): { url: string; external: boolean } | null => {
  if (href === undefined) return null;
  const url = typeof href === 'string' ? href : href.url;
  const external = typeof href === 'string' ? /^https?:/.test(href) : (href.external ?? /^https?:/.test(href.url));
  return url === '' ? null : { url, external };
};

export const eventOf = (event: { type: string; timeStamp: number }): ExtensionEvent => ({
  type: event.type,
  bubbles: true,
  timeStamp: event.timeStamp,
  id: '',
});

/** What a click does: the extension's handler, then the overlay that was handed over. */
export function useClick({ onClick, overlay }: Pick<ButtonProps, 'onClick' | 'overlay'>) {
  const { shown, open } = useOverlayProp(overlay);
  const reactions = useReactions();
  const click = (event: MouseEvent) => {
    void onClick?.(eventOf(event), reactions);
    open?.();
  };
  return { click, shown };
}

export function Button(props: ButtonProps) {
  const { variant = 'secondary', size, type = 'button', disabled, href, truncate, children } = props;
  const { click, shown } = useClick(props);
  const className = classes('ui-button', `ui-button-${variant}`, `ui-size-${sizeOf(size)}`, truncate && 'ui-truncate');
  const address = addressOf(href);
  return (
    <>
      {address && !disabled ? (
        <a className={className} href={address.url} onClick={click} {...newTab(address.external)}>
          {children}
        </a>
      ) : (
        <button className={className} type={type} disabled={disabled} onClick={click} data-test-id={props.testId}>
          {children}
        </button>
      )}
      {shown}
    </>
  );
}

const newTab = (external: boolean) => (external ? { target: '_blank', rel: 'noreferrer' } : {});

export function LoadingButton({
  loading = false,
  children,
  resultIconName: _icon,
  overlayOptions: _options,
  ...button
}: LoadingButtonProps) {
  return (
    <Button {...button} disabled={loading || button.disabled === true}>
      {loading ? <span className="ui-spinner ui-spinner-xs" aria-hidden="true" /> : null}
      {children}
    </Button>
  );
}

export const ButtonRow = ({ children }: ButtonRowProps) => <div className="ui-button-row">{children}</div>;

export function Link(props: LinkProps) {
  const { variant = 'primary', href, preventDefault, children } = props;
  const { click, shown } = useClick(props);
  const address = addressOf(href);
  const className = classes('ui-link', `ui-link-${variant}`);
  const onClick = (event: MouseEvent) => {
    if (preventDefault) event.preventDefault();
    click(event);
  };
  return (
    <>
      {address ? (
        <a className={className} href={address.url} onClick={onClick} {...newTab(address.external)}>
          {children}
          {address.external ? <span className="ui-external" role="img" aria-label="opens in a new tab" /> : null}
        </a>
      ) : (
        <button type="button" className={className} onClick={onClick}>
          {children}
        </button>
      )}
      {shown}
    </>
  );
}

export function Dropdown({ variant = 'secondary', buttonText, buttonSize, disabled, children }: DropdownProps) {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const onDown = (event: globalThis.MouseEvent) => !box.current?.contains(event.target as Node) && setOpen(false);
    document.addEventListener('mousedown', onDown);
    return () => document.removeEventListener('mousedown', onDown);
  }, []);
  const className = classes('ui-button', `ui-button-${variant}`, `ui-size-${sizeOf(buttonSize)}`, 'ui-dropdown-button');
  return (
    <div className="ui-dropdown" ref={box}>
      <button
        type="button"
        className={className}
        disabled={disabled}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {buttonText}
      </button>
      {isOpen ? (
        <div className="ui-menu" role="menu" onClick={() => setOpen(false)}>
          {children}
        </div>
      ) : null}
    </div>
  );
}

const MenuItem = ({ onClick, children }: { onClick: (event: MouseEvent) => void; children: ReactNode }) => (
  <button type="button" role="menuitem" className="ui-menu-item" onClick={onClick}>
    {children}
  </button>
);

export function DropdownButtonItem(props: DropdownButtonItemProps) {
  const { click, shown } = useClick(props);
  return (
    <>
      <MenuItem onClick={click}>{props.children}</MenuItem>
      {shown}
    </>
  );
}
