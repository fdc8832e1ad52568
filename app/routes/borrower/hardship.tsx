export default function Page() {
  return <h1>hardship</h1>;
}
