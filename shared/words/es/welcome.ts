import type { welcome as english } from '../en/welcome.ts'

export const welcome: Record<keyof typeof english, string> = {
  'welcome.title': 'Una sesión. Una llave para cada herramienta.',
  'welcome.lead': 'Latchkey mantiene un token vigente donde tus CLI y SDK lo buscan.',
  'welcome.connectTitle': 'Conectar un espacio de trabajo',
  'welcome.connectLead': 'Cada espacio recibe un perfil propio en el archivo de credenciales.',
  'welcome.address': 'Conectar con un espacio de trabajo',
  'welcome.addressHint': 'acme, o una URL',
  'welcome.addressHelp': 'El nombre que va antes de .cerby.com, o la dirección entera de un espacio.',
  'welcome.continue': 'Seguir en el navegador',
  'welcome.looking': 'Buscando {address}…',
  'welcome.foundScopes': '{count, plural, one {# permiso} other {# permisos}}',
  'welcome.foundHere': '<b>{name}</b> · inicia sesión en {issuer} · {scopes}',
  'welcome.foundElsewhere': '<b>{name}</b> · {workspace} inicia sesión en {issuer} · {scopes}',
  'welcome.foundElsewhereNote': 'Los tokens que da {issuer} se envían a {workspace}. Sigue solo si los dos son tuyos.',
  'welcome.already': 'Ya está conectado como {email}. Si entras como otra persona, se añade otra tarjeta.',
  'welcome.tryTitle': 'Probarlo en este equipo',
  'welcome.tryText': 'Un espacio privado, solo en este equipo. Sin cuenta en ninguna parte.',
  'welcome.tryStart': 'Empezar',
  'welcome.promise': 'Tu token de renovación queda sellado por el llavero de este equipo y nunca sale de él.',
}
