import { LitElement, html } from 'lit';
class DarkRoom extends LitElement { render() { return html`<h1>Darkroom</h1>`; } }
customElements.define('dark-room', DarkRoom);
