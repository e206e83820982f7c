/** `ack` and `msg` in both languages that deployments speak (R6). */
export const messages = {
  succeed: [0, 'succeed', '成功'],
  'bad-request': [400, 'bad request', '请求参数错误'],
  'token-missing': [401, 'token missing', '缺少token'],
  'token-expired': [401, 'token expired', '令牌已过期'],
  'token-unknown': [401, 'invalid token', '令牌无效'],
  'no-such-path': [404, 'no such path', '接口不存在'],
  'wrong-method': [405, 'method not allowed', '请求方法不支持'],
  'wrong-content-type': [415, 'Content-Type must be application/json', '内容类型必须为application/json'],
  'too-large': [413, 'request too large', '请求过大'],
  'wrong-credentials': [1001, 'wrong user name or password', '用户名或密码错误'],
  'wrong-device': [1002, 'device not registered', '设备未注册'],
  'no-such-account': [1003, 'no such account', '账号不存在'],
  'name-taken': [1004, 'user name exists', '用户名已存在'],
  'no-such-lock': [2001, 'lock not found', '门锁不存在'],
  'no-such-gateway': [2002, 'gateway not found', '网关不存在'],
  'no-such-instruction': [2003, 'instruction not found', '指令不存在'],
  'window-reversed': [2004, 'end time must be after start time', '结束时间必须晚于开始时间'],
} as const satisfies Record<string, readonly [number, string, string]>

export type MessageKey = keyof typeof messages
