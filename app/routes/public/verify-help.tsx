export default function Page() {
  return <h1>verify-help</h1>;
}
