export default function Page() {
  return <h1>verify-code</h1>;
}
