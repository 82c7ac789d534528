;; The inner loops of the optimisers and of the gradients' norm, four numbers at a time.
;;
;; Memory is four pages of 16384 float32 numbers: values, gradient, and one or two slots. The caller copies a piece of
;; each array in, calls, and copies back what changes. All arithmetic is float32, every operation rounded, in the order of
;; src/optimizer/scalarKernel.ts, which gives the same bits. Slots below the smallest normal number become zero: they mean
;; nothing, and processors take a hundred times as long for them.
;;
;; After a change: node scripts/assemble-optimizer.js
(module
  (memory (export "memory") 4)

  (func (export "rmsprop")
    (param $count i32) (param $scale f32) (param $decay f32) (param $rest f32) (param $rate f32) (param $epsilon f32)
    (local $at i32) (local $end i32) (local $slope v128) (local $mean v128)
    (local $scales v128) (local $decays v128) (local $rests v128) (local $rates v128) (local $epsilons v128) (local $least v128)
    (local.set $scales (f32x4.splat (local.get $scale)))
    (local.set $decays (f32x4.splat (local.get $decay)))
    (local.set $rests (f32x4.splat (local.get $rest)))
    (local.set $rates (f32x4.splat (local.get $rate)))
    (local.set $epsilons (f32x4.splat (local.get $epsilon)))
    (local.set $least (f32x4.splat (f32.const 0x1p-126)))
    (local.set $end (i32.shl (local.get $count) (i32.const 2)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $slope (f32x4.mul (local.get $scales) (v128.load offset=65536 (local.get $at))))
        (local.set $mean
          (f32x4.add
            (f32x4.mul (local.get $decays) (v128.load offset=131072 (local.get $at)))
            (f32x4.mul (f32x4.mul (local.get $rests) (local.get $slope)) (local.get $slope))))
        (local.set $mean (v128.andnot (local.get $mean) (f32x4.lt (local.get $mean) (local.get $least))))
        (v128.store offset=131072 (local.get $at) (local.get $mean))
        (v128.store (local.get $at)
          (f32x4.sub
            (v128.load (local.get $at))
            (f32x4.div
              (f32x4.mul (local.get $rates) (local.get $slope))
              (f32x4.add (f32x4.sqrt (local.get $mean)) (local.get $epsilons)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next))))

  (func (export "adam")
    (param $count i32) (param $scale f32) (param $beta1 f32) (param $rest1 f32) (param $beta2 f32) (param $rest2 f32)
    (param $rate f32) (param $shift f32) (param $kept f32)
    (local $at i32) (local $end i32) (local $slope v128) (local $mean v128) (local $square v128)
    (local $scales v128) (local $betas1 v128) (local $rests1 v128) (local $betas2 v128) (local $rests2 v128)
    (local $rates v128) (local $shifts v128) (local $kepts v128) (local $least v128)
    (local.set $scales (f32x4.splat (local.get $scale)))
    (local.set $betas1 (f32x4.splat (local.get $beta1)))
    (local.set $rests1 (f32x4.splat (local.get $rest1)))
    (local.set $betas2 (f32x4.splat (local.get $beta2)))
    (local.set $rests2 (f32x4.splat (local.get $rest2)))
    (local.set $rates (f32x4.splat (local.get $rate)))
    (local.set $shifts (f32x4.splat (local.get $shift)))
    (local.set $kepts (f32x4.splat (local.get $kept)))
    (local.set $least (f32x4.splat (f32.const 0x1p-126)))
    (local.set $end (i32.shl (local.get $count) (i32.const 2)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $slope (f32x4.mul (local.get $scales) (v128.load offset=65536 (local.get $at))))
        (local.set $mean
          (f32x4.add
            (f32x4.mul (local.get $betas1) (v128.load offset=131072 (local.get $at)))
            (f32x4.mul (local.get $rests1) (local.get $slope))))
        (local.set $mean
          (v128.andnot (local.get $mean) (f32x4.lt (f32x4.abs (local.get $mean)) (local.get $least))))
        (local.set $square
          (f32x4.add
            (f32x4.mul (local.get $betas2) (v128.load offset=196608 (local.get $at)))
            (f32x4.mul (f32x4.mul (local.get $rests2) (local.get $slope)) (local.get $slope))))
        (local.set $square
          (v128.andnot (local.get $square) (f32x4.lt (local.get $square) (local.get $least))))
        (v128.store offset=131072 (local.get $at) (local.get $mean))
        (v128.store offset=196608 (local.get $at) (local.get $square))
        (v128.store (local.get $at)
          (f32x4.sub
            (f32x4.mul (local.get $kepts) (v128.load (local.get $at)))
            (f32x4.div
              (f32x4.mul (local.get $rates) (local.get $mean))
              (f32x4.add (f32x4.sqrt (local.get $square)) (local.get $shifts)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next))))

  ;; Adds the squares of the numbers in the second page to four float64 sums at the beginning of the first.
  (func (export "squares") (param $count i32)
    (local $at i32) (local $end i32) (local $x v128) (local $low v128) (local $high v128) (local $p v128)
    (local.set $low (v128.load (i32.const 0)))
    (local.set $high (v128.load offset=16 (i32.const 0)))
    (local.set $end (i32.shl (local.get $count) (i32.const 2)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $x (v128.load offset=65536 (local.get $at)))
        (local.set $p (f64x2.promote_low_f32x4 (local.get $x)))
        (local.set $low (f64x2.add (local.get $low) (f64x2.mul (local.get $p) (local.get $p))))
        (local.set $p
          (f64x2.promote_low_f32x4
            (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $x) (local.get $x))))
        (local.set $high (f64x2.add (local.get $high) (f64x2.mul (local.get $p) (local.get $p))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (v128.store (i32.const 0) (local.get $low))
    (v128.store offset=16 (i32.const 0) (local.get $high))))
