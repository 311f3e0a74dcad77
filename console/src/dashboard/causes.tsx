export function Causes(props: { connection: string; running: boolean }) {
  return props.connection ? null : null;
}
