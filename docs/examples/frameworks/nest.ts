/** NestJS: plenigo as a provider, the router, registration at the login, and a guard that sells. */

import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  HttpException,
  Inject,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Param,
  Post,
  Redirect,
  Req,
  UseGuards,
} from '@nestjs/common';
import { AuthGuard, PassportSerializer, PassportStrategy } from '@nestjs/passport';
import type { Request, Response } from 'express';
import { createPlenigo, type Plenigo } from 'express-plenigo';
import session from 'express-session';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import { checkPassword, findArticle, options, type Reader, readerById } from './site.js';

/** Tokens, because `Plenigo` is an interface, which is gone when Nest looks for it. */
export const PLENIGO = Symbol('plenigo');
export const PLENIGO_OPTIONS = Symbol('options of plenigo');

@Injectable()
class PasswordStrategy extends PassportStrategy(LocalStrategy) {
  async validate(name: string, password: string): Promise<Reader | false> {
    return (await checkPassword(name, password)) ?? false;
  }
}

@Injectable()
class Serializer extends PassportSerializer {
  constructor(@Inject(PLENIGO) plenigo: Plenigo) {
    passport.serializeUser(plenigo.onLogin()); // before `super()`, which adds the site's own
    super();
  }
  serializeUser(reader: Reader, done: (error: unknown, id: string) => void): void {
    done(null, reader.id);
  }
  deserializeUser(id: string, done: (error: unknown, reader?: Reader | false) => void): void {
    readerById(id).then((reader) => done(null, reader ?? false), done);
  }
}

@Injectable()
class LoginGuard extends AuthGuard('local') {
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    await super.canActivate(context);
    await super.logIn(context.switchToHttp().getRequest<Request>());
    return true;
  }
}

/** Loads the article first, then asks whether its reader may read it. */
@Injectable()
class Paywall implements CanActivate {
  constructor(@Inject(PLENIGO) private readonly plenigo: Plenigo) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const [req, res] = [http.getRequest<Request>(), http.getResponse<Response>()];
    const article = await findArticle(req.params.slug);
    const standing = await this.plenigo.standing(req, res, article?.product);
    // A page built in the browser sells with this JSON.
    if (!standing.access) throw new HttpException({ plenigo: standing }, 402);
    return true;
  }
}

@Controller()
class SiteController {
  @Post('login')
  @UseGuards(LoginGuard)
  @Redirect('/article/one')
  logIn(): void {}

  @Get('article/:slug')
  @UseGuards(Paywall)
  async read(@Param('slug') slug: string, @Req() req: Request) {
    return { text: (await findArticle(slug))?.text, status: req.res?.locals.plenigo?.status };
  }
}

@Module({
  controllers: [SiteController],
  providers: [
    { provide: PLENIGO_OPTIONS, useValue: options },
    { provide: PLENIGO, useFactory: createPlenigo, inject: [PLENIGO_OPTIONS] },
    PasswordStrategy,
    Serializer,
  ],
})
export class SiteModule implements NestModule {
  constructor(@Inject(PLENIGO) private readonly plenigo: Plenigo) {}

  configure(consumer: MiddlewareConsumer): void {
    const { SESSION_SECRET: secret = '' } = process.env;
    consumer
      .apply(session({ secret, resave: false, saveUninitialized: false }), passport.session())
      .forRoutes('{*path}');
    consumer.apply(this.plenigo.router()).forRoutes('plenigo/{*path}');
  }
}
