export default function Page() {
  return <h1>pay</h1>;
}
