export default function Page() {
  return <h1>start</h1>;
}
