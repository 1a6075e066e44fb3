"""Generated from hosts.toml by `python -m promptlint.compile`. Do not edit: sources and dates are there."""

# ruff: noqa: E501
# fmt: off
from __future__ import annotations

from .host_rows import ExpiryScheme, Refusal, Site

ACCEPTED_EXTENSIONS: tuple[str, ...] = ('png', 'gif', 'webp', 'jpg', 'jpeg')
REFUSED_EXTENSIONS: dict[str, str] = {
    'svg': 'a vector drawing',
    'heic': 'an iPhone photo format',
    'heif': 'an iPhone photo format',
    'avif': 'an AVIF image',
    'bmp': 'a bitmap',
    'tif': 'a TIFF image',
    'tiff': 'a TIFF image',
    'ico': 'an icon',
    'jxl': 'a JPEG XL image',
    'psd': 'a Photoshop file',
    'ai': 'an Illustrator file',
    'eps': 'an EPS drawing',
    'raw': 'a raw camera file',
    'dng': 'a raw camera file',
    'pdf': 'a PDF document',
    'mp4': 'a video',
    'mov': 'a video',
    'webm': 'a video',
    'avi': 'a video',
    'mkv': 'a video',
    'mp3': 'a sound file',
    'zip': 'an archive',
    'html': 'a web page',
    'htm': 'a web page',
    'txt': 'a text file',
    'json': 'a data file',
    'null': 'a missing value instead of a file type',
    'undefined': 'a missing value instead of a file type',
}
MEDIA_TYPES: dict[str, str] = {
    'image/png': 'png',
    'image/apng': 'png',
    'image/x-png': 'png',
    'image/jpeg': 'jpeg',
    'image/jpg': 'jpeg',
    'image/pjpeg': 'jpeg',
    'image/gif': 'gif',
    'image/webp': 'webp',
}
SCHEMES: dict[str, str] = {
    'data': 'it contains the image itself, which a prompt cannot contain',
    'file': 'it is a file on your machine',
    'blob': 'it exists only in one browser tab',
    'ftp': 'it fetches web addresses only',
    'ftps': 'it fetches web addresses only',
    'sftp': 'it fetches web addresses only',
    's3': 'it is an address inside Amazon S3, not on the web',
    'gs': 'it is an address inside Google Cloud Storage, not on the web',
    'ipfs': 'it is reachable only through an IPFS gateway',
    'attachment': 'it is an attachment of a message, not on the web',
    'content': 'it is a file on one phone',
    'javascript': 'it is a program, not an address',
}
TRUSTED_HOSTS: tuple[str, ...] = ('s.mj.run', 'mj.run', 'midjourney.com')
EXTENSIONLESS_HOSTS: tuple[str, ...] = ('s.mj.run', 'mj.run')
DISCORD_HOSTS: tuple[str, ...] = ('cdn.discordapp.com', 'media.discordapp.net')
DISCORD_SIGNED_PATHS: tuple[str, ...] = ('/attachments/', '/ephemeral-attachments/')
DISCORD_SIGNATURE: tuple[str, ...] = ('ex', 'is', 'hm')
DISCORD_MESSAGE_HOSTS: tuple[str, ...] = ('discord.com', 'discordapp.com')
DISCORD_MESSAGE_PATH: str = '/channels/'
DISCORD_UPLOAD_HOSTS: tuple[str, ...] = ('discord-attachments-uploads-prd.storage.googleapis.com',)
EPHEMERAL_PLACES: tuple[str, ...] = ('cdn.discordapp.com/ephemeral-attachments/', 'media.discordapp.net/ephemeral-attachments/', 'oaidalleapiprodscus.blob.core.windows.net/', 'replicate.delivery/', 'tmpfiles.org/', 'file.io/', 'litterbox.catbox.moe/', 'litter.catbox.moe/', 'uguu.se/', 'temp.sh/', 'transfer.sh/')
PLACEHOLDER_HOSTS: tuple[str, ...] = ('example.com', 'example.org', 'example.net', 'example.edu', 'example', 'invalid', 'test')
PLACEHOLDER_WORDS: str = '(?<![a-z])your[-_]?(?:images?|photos?|pictures?|refs?|reference|file|urls?|links?|character|style|domain|website|site|bucket|host)(?![a-z])|(?<![a-z])image_?urls?\\d*(?![a-z])|(?:url|link|image)[-_]here(?![a-z])|/path/to/|\\{\\w*\\}|\\$\\{|\\.\\.\\.|…|\\[[a-z_ ]+\\]'
PRIVATE_SUFFIXES: tuple[str, ...] = ('localhost', 'local', 'internal', 'lan', 'home', 'corp', 'intranet', 'private', 'localdomain', 'home.arpa', 'onion')
IPV4_REFUSED: tuple[tuple[str, str], ...] = (
    ('0.0.0.0/8', 'this host'),
    ('10.0.0.0/8', 'private'),
    ('100.64.0.0/10', "inside a provider's network"),
    ('127.0.0.0/8', 'this machine'),
    ('168.63.129.16/32', "a cloud's host service"),
    ('169.254.0.0/16', 'link-local'),
    ('172.16.0.0/12', 'private'),
    ('192.0.0.0/24', 'reserved'),
    ('192.0.2.0/24', 'for documentation'),
    ('192.88.99.0/24', 'reserved'),
    ('192.168.0.0/16', 'private'),
    ('198.18.0.0/15', 'for benchmarks'),
    ('198.51.100.0/24', 'for documentation'),
    ('203.0.113.0/24', 'for documentation'),
    ('224.0.0.0/4', 'multicast'),
    ('240.0.0.0/4', 'reserved'),
)
IPV6_PUBLIC: tuple[str, ...] = ('2000::/3',)
IPV6_REFUSED: tuple[tuple[str, str], ...] = (
    ('::1/128', 'this machine'),
    ('fc00::/7', 'private'),
    ('fe80::/10', 'link-local'),
    ('fec0::/10', 'private'),
    ('ff00::/8', 'multicast'),
    ('64:ff9b:1::/48', 'private'),
    ('2001::/23', 'reserved'),
    ('2001:db8::/32', 'for documentation'),
    ('2002::/16', '6to4, which nobody routes any more'),
    ('3ffe::/16', 'reserved'),
    ('3fff::/20', 'for documentation'),
)
IPV6_CARRIES_IPV4: tuple[str, ...] = ('::ffff:0:0/96', '64:ff9b::/96')
PORTS_ASKED: tuple[int, ...] = (80, 443)
PORTS_REFUSED_BELOW: int = 1024
PORTS_REFUSED: tuple[int, ...] = (1719, 1720, 1723, 2049, 2375, 2376, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5672, 5900, 5984, 6000, 6379, 6443, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 9092, 9200, 9300, 10080, 10250, 11211, 27017)
KNOWN_NAME: str = 'docs.midjourney.com'
SECRET_NAMES: tuple[str, ...] = ('hm', 'sig', 'sv', 'policy', 'jwt', 'oh', 'key', 'rlkey', 'code', 'pass', 'pwd', 'auth')
SECRET_PARTS: tuple[str, ...] = ('sign', 'token', 'secret', 'credential', 'password', 'apikey', 'api_key', 'access', 'session')
CHALLENGE_HEADERS: tuple[str, ...] = ('cf-mitigated',)
CHALLENGE_TEXTS: tuple[str, ...] = ('Just a moment...', 'Attention Required! | Cloudflare', 'cf-chl', 'captcha', 'Checking your browser', 'enable JavaScript and cookies to continue')
EXPIRY_SCHEMES: tuple[ExpiryScheme, ...] = (
    ExpiryScheme(name='Discord', form='hex', at='ex', needs=('is', 'hm'), hosts=('cdn.discordapp.com', 'media.discordapp.net'), seconds=''),
    ExpiryScheme(name='Amazon S3', form='start', at='x-amz-date', needs=('x-amz-signature',), hosts=(), seconds='x-amz-expires'),
    ExpiryScheme(name='Google Cloud Storage', form='start', at='x-goog-date', needs=('x-goog-signature',), hosts=(), seconds='x-goog-expires'),
    ExpiryScheme(name='Alibaba Cloud OSS', form='start', at='x-oss-date', needs=('x-oss-signature',), hosts=(), seconds='x-oss-expires'),
    ExpiryScheme(name='Volcengine TOS', form='start', at='x-tos-date', needs=('x-tos-signature',), hosts=(), seconds='x-tos-expires'),
    ExpiryScheme(name='Alibaba Cloud OSS', form='unix', at='expires', needs=('ossaccesskeyid', 'signature'), hosts=(), seconds=''),
    ExpiryScheme(name='Amazon S3', form='unix', at='expires', needs=('awsaccesskeyid', 'signature'), hosts=(), seconds=''),
    ExpiryScheme(name='Google Cloud Storage', form='unix', at='expires', needs=('googleaccessid', 'signature'), hosts=(), seconds=''),
    ExpiryScheme(name='Amazon CloudFront', form='unix', at='expires', needs=('key-pair-id', 'signature'), hosts=(), seconds=''),
    ExpiryScheme(name='Amazon CloudFront', form='policy', at='policy', needs=('key-pair-id', 'signature'), hosts=(), seconds=''),
    ExpiryScheme(name='Azure Storage', form='iso', at='se', needs=('sig', 'sv'), hosts=(), seconds=''),
    ExpiryScheme(name='Tencent Cloud COS', form='interval', at='q-sign-time', needs=('q-signature',), hosts=(), seconds=''),
    ExpiryScheme(name='Meta', form='hex', at='oe', needs=('oh',), hosts=('fbcdn.net', 'cdninstagram.com'), seconds=''),
    ExpiryScheme(name='ByteDance', form='unix', at='x-expires', needs=('x-signature',), hosts=(), seconds=''),
    ExpiryScheme(name='GitHub', form='jwt', at='jwt', needs=(), hosts=('private-user-images.githubusercontent.com',), seconds=''),
)
REFUSALS: tuple[Refusal, ...] = (
    Refusal(host='Discord', text='This content is no longer available'),
    Refusal(host='Amazon S3', text='Request has expired'),
    Refusal(host='the storage', text='ExpiredToken'),
    Refusal(host='the storage', text='SignatureDoesNotMatch'),
    Refusal(host='Azure Storage', text='Signature not valid in the specified time frame'),
)
SITES: tuple[Site, ...] = (
    Site(name='Dropbox', hosts=('dropbox.com',), exact=False, path='^/(?:s|scl/fi)/.+', direct='https://{host}{path}', query_set='raw=1', query_drop=('dl',), unless=('raw=1', 'dl=1'), safe=True, hint=''),
    Site(name='Dropbox', hosts=('dropbox.com',), exact=False, path='^/(?:sh|scl/fo|home|preview)/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='GitHub', hosts=('github.com',), exact=True, path='^/([^/]+)/([^/]+)/blob/(.+)$', direct='https://raw.githubusercontent.com/\\1/\\2/\\3', query_set='', query_drop=(), unless=('raw=true', 'raw=1'), safe=True, hint=''),
    Site(name='GitLab', hosts=('gitlab.com',), exact=True, path='^((?:/[^/]++)+?)/-/blob/(.+)$', direct='https://{host}\\1/-/raw/\\2', query_set='', query_drop=(), unless=(), safe=True, hint=''),
    Site(name='Wikipedia', hosts=('wikipedia.org', 'commons.wikimedia.org'), exact=False, path='^/wiki/(?:File|Image|Datei|Fichier|Archivo|Ficheiro|Bestand|Plik):(.+)$', direct='https://commons.wikimedia.org/wiki/Special:FilePath/\\1', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Imgur', hosts=('imgur.com', 'm.imgur.com'), exact=True, path='^/([A-Za-z0-9]{5,8})$', direct='https://i.imgur.com/\\1.jpg', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Imgur', hosts=('imgur.com', 'm.imgur.com'), exact=True, path='^/(?:a|gallery|t|r)/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Google Drive', hosts=('drive.google.com',), exact=False, path='^/(?:file/d/|open|drive/|folders/)', direct='', query_set='', query_drop=(), unless=(), safe=False, hint='Upload the image to Discord or to an image host; Google Drive has no permanent address for it.'),
    Site(name='Google Photos', hosts=('photos.app.goo.gl', 'photos.google.com'), exact=False, path='', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Google', hosts=('google.com',), exact=True, path='^/(?:imgres|search|url)$', direct='', query_set='', query_drop=(), unless=(), safe=False, hint='Open the image on its website, and copy its address there.'),
    Site(name='Pinterest', hosts=('pinterest.com', 'pinterest.co.uk', 'pinterest.de', 'pinterest.fr', 'pinterest.es', 'pinterest.it', 'pinterest.ca', 'pinterest.jp'), exact=False, path='^/pin/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Pinterest', hosts=('pin.it',), exact=False, path='', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Instagram', hosts=('instagram.com',), exact=False, path='^/(?:[^/]+/)?(?:p|reel|reels|stories)/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='X', hosts=('x.com', 'twitter.com'), exact=False, path='^/[^/]+/status/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Facebook', hosts=('facebook.com',), exact=False, path='^/(?:photo|photos|[^/]+/photos|[^/]+/posts|share)(?:/|\\.php|$)', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Reddit', hosts=('reddit.com',), exact=False, path='^/(?:r|u|user)/[^/]+/(?:comments|s)/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Flickr', hosts=('flickr.com',), exact=False, path='^/photos/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Flickr', hosts=('flic.kr',), exact=False, path='', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='DeviantArt', hosts=('deviantart.com',), exact=False, path='^/(?:[^/]+/)?art/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='OneDrive', hosts=('1drv.ms', 'onedrive.live.com'), exact=False, path='', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='iCloud', hosts=('icloud.com',), exact=False, path='^/(?:sharedalbum|photos|iclouddrive)(?:/|$)', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='iCloud', hosts=('share.icloud.com',), exact=False, path='', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Behance', hosts=('behance.net',), exact=False, path='^/gallery/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='ArtStation', hosts=('artstation.com',), exact=False, path='^/artwork/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Midjourney', hosts=('midjourney.com',), exact=False, path='^/(?:jobs|app/jobs|showcase|imagine|explore)(?:/|$)', direct='', query_set='', query_drop=(), unless=(), safe=False, hint='Open the image on midjourney.com, right-click it, and copy its address; it begins with `https://cdn.midjourney.com/`.'),
    Site(name='Unsplash', hosts=('unsplash.com',), exact=True, path='^/(?:[a-z]{2}/)?photos/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Pexels', hosts=('pexels.com',), exact=True, path='^/photo/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Pixabay', hosts=('pixabay.com',), exact=True, path='^/(?:[a-z]{2}/)?(?:photos|illustrations|vectors)/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Postimages', hosts=('postimg.cc',), exact=True, path='^/[A-Za-z0-9]+$', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='ImgBB', hosts=('ibb.co',), exact=True, path='^/[A-Za-z0-9]+$', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Gyazo', hosts=('gyazo.com',), exact=True, path='^/([0-9a-f]{32})$', direct='https://i.gyazo.com/\\1.png', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Lightshot', hosts=('prnt.sc',), exact=False, path='', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Tenor', hosts=('tenor.com',), exact=True, path='^/(?:[^/]+/)?view/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Giphy', hosts=('giphy.com',), exact=True, path='^/gifs/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Canva', hosts=('canva.com',), exact=True, path='^/design/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Figma', hosts=('figma.com',), exact=True, path='^/(?:file|design|proto|board)/', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='WeTransfer', hosts=('we.tl', 'wetransfer.com'), exact=False, path='', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='MEGA', hosts=('mega.nz',), exact=False, path='', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
    Site(name='Baidu Netdisk', hosts=('pan.baidu.com',), exact=False, path='', direct='', query_set='', query_drop=(), unless=(), safe=False, hint=''),
)
